//! Configure to order: options, constraints, configurations and design requests.
