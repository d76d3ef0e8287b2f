//! Questions, incidents, complaints and service requests.
