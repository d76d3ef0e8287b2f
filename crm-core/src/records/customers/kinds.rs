//! The closed enumerations of this room.

tokens! {
    /// What a customer is.
    pub enum CustomerKind("kind of customer") {
        /// A natural person.
        Person = "person",
        /// A firm, an authority, a school: anything with a company profile.
        Company = "company",
    }
}

tokens! {
    /// How a person wants to be addressed.
    pub enum Gender("gender") {
        /// Nobody asked.
        Unknown = "unknown",
        /// Female.
        Female = "female",
        /// Male.
        Male = "male",
        /// Another one.
        Other = "other",
        /// Asked, and not told.
        Undisclosed = "undisclosed",
    }
}

tokens! {
    /// What the shop does not do with a customer any more. Each block forbids what the one before forbids, and more. Facts
    /// are recorded all the same.
    pub enum Block("block") {
        /// Not blocked.
        None = "none",
        /// No marketing: nothing is sent or offered unasked. Service and sales go on.
        NoMarketing = "no_marketing",
        /// No service and no marketing: no appointment for work is booked. Sales go on.
        NoService = "no_service",
        /// No sales, no service and no marketing: no order, quote, opportunity, coupon, gift card, reward or appointment.
        NoSales = "no_sales",
    }
}

tokens! {
    /// A channel on which a customer likes to be reached.
    pub enum PreferredChannel("channel") {
        /// E-mail.
        Email = "email",
        /// Text message.
        Sms = "sms",
        /// A call.
        Phone = "phone",
        /// The shop's app.
        App = "app",
        /// The shop's chat.
        Chat = "chat",
        /// WeChat.
        Wechat = "wechat",
        /// QQ.
        Qq = "qq",
        /// WhatsApp.
        Whatsapp = "whatsapp",
        /// LINE.
        Line = "line",
        /// Telegram.
        Telegram = "telegram",
        /// A letter.
        Letter = "letter",
    }
}

tokens! {
    /// Whether somebody made sure that an identity is the customer's.
    pub enum Verified("verification") {
        /// Nobody tried.
        Unverified = "unverified",
        /// It is.
        Verified = "verified",
        /// It was tried and failed.
        Failed = "failed",
    }
}

tokens! {
    /// What an address is for.
    pub enum AddressKind("kind of address") {
        /// Invoices go there.
        Billing = "billing",
        /// Parcels go there.
        Shipping = "shipping",
        /// The customer lives there.
        Home = "home",
        /// The customer works there.
        Work = "work",
        /// Technicians go there.
        Service = "service",
    }
}

tokens! {
    /// The market of a company.
    pub enum CompanyCategory("category of company") {
        /// A household that buys like a company.
        Home = "home",
        /// A firm.
        Business = "business",
        /// A school or university.
        Education = "education",
        /// An authority.
        Government = "government",
        /// Anything else.
        Special = "special",
    }
}

tokens! {
    /// The size of a company by its employees.
    pub enum SizeBand("size band") {
        /// Up to 399 employees.
        Under400 = "under_400",
        /// 400 employees and more.
        From400 = "from_400",
    }
}
