//! What a column can mean, entity by entity.

use super::Entity;

tokens! {
    /// A field that a column can be mapped to.
    pub enum Field("field") {
        /// The customer's key in the source, such as the shop's customer number.
        Customer = "customer",
        /// The system whose key `customer` is; the import's source by default.
        CustomerSource = "customer_source",
        /// The system whose key the row has; the import's source by default.
        Source = "source",
        /// An e-mail address.
        Email = "email",
        /// A phone number.
        Phone = "phone",
        /// The display name of a person or company; the name of a product.
        Name = "name",
        /// `person` or `company`.
        Kind = "kind",
        /// The given name.
        GivenName = "given_name",
        /// The family name.
        FamilyName = "family_name",
        /// `given_first` or `family_first`.
        NameOrder = "name_order",
        /// The gender.
        Gender = "gender",
        /// `YYYY-MM-DD` or `--MM-DD`.
        BirthDate = "birth_date",
        /// BCP 47.
        Language = "language",
        /// ISO 3166-1.
        Country = "country",
        /// An IANA time zone.
        TimeZone = "time_zone",
        /// A note.
        Note = "note",
        /// Tags, separated by commas.
        Tags = "tags",
        /// When the customer was first seen.
        FirstSeenAt = "first_seen_at",
        /// The kind of the address: billing, shipping, home, work, service.
        AddressKind = "address_kind",
        /// Who receives at the address.
        Recipient = "recipient",
        /// Street and house; several lines are separated by line breaks.
        AddressLines = "address_lines",
        /// The city.
        City = "city",
        /// The province or state.
        Region = "region",
        /// The postcode.
        Postcode = "postcode",
        /// ISO 3166-1 of the address.
        AddressCountry = "address_country",
        /// The registered name of a company.
        LegalName = "legal_name",
        /// The tax number of a company.
        TaxId = "tax_id",
        /// The industry of a company.
        Industry = "industry",
        /// The host's user id.
        HostUserId = "host_user_id",
        /// A WeChat union id.
        WechatUnionid = "wechat_unionid",
        /// A QQ number.
        Qq = "qq",
        /// An account name.
        AccountName = "account_name",
        /// The number of a loyalty card.
        LoyaltyCard = "loyalty_card",
        /// The article number of a product or of an order line.
        Sku = "sku",
        /// A category path such as `home/kitchen`.
        Category = "category",
        /// The brand.
        Brand = "brand",
        /// The list price.
        Price = "price",
        /// What one unit costs the shop.
        Cost = "cost",
        /// Whether each piece has a serial number.
        Serialised = "serialised",
        /// Days of warranty.
        WarrantyDays = "warranty_days",
        /// Article numbers that can be sold instead, separated by commas.
        Substitutes = "substitutes",
        /// The state of a product or of an order.
        State = "state",
        /// The order's key in the source; rows that share it are lines of one order.
        Order = "order",
        /// The order number that people read.
        Number = "number",
        /// When the order was placed.
        PlacedAt = "placed_at",
        /// When the source last changed the row.
        UpdatedAt = "updated_at",
        /// The sales channel.
        Channel = "channel",
        /// ISO 4217.
        Currency = "currency",
        /// Units of the base currency for one unit of the order's.
        Rate = "rate",
        /// The discount on the whole order.
        Discount = "discount",
        /// The price of shipping.
        Shipping = "shipping",
        /// All taxes.
        Tax = "tax",
        /// Whether prices include the tax.
        TaxIncluded = "tax_included",
        /// What is to be paid; of a refund what went back.
        Total = "total",
        /// Whether it is paid in full.
        Paid = "paid",
        /// Why the order was called off.
        CancelReason = "cancel_reason",
        /// The name of the article as sold.
        LineName = "line_name",
        /// How much of the article.
        Quantity = "quantity",
        /// The price of one unit.
        UnitPrice = "unit_price",
        /// The discount on the line.
        LineDiscount = "line_discount",
        /// The tax of the line.
        LineTax = "line_tax",
        /// What the line comes to.
        LineTotal = "line_total",
        /// What one unit costs the shop.
        LineCost = "line_cost",
        /// The refund's key in the source.
        Refund = "refund",
        /// The key of the order that a row with a negative total refunds.
        RefundOf = "refund_of",
        /// When the money went back.
        RefundedAt = "refunded_at",
        /// Why, a token such as `damaged`.
        Reason = "reason",
        /// The contact's key in the source.
        Interaction = "interaction",
        /// When the contact began.
        At = "at",
        /// `in`, `out` or `internal`.
        Direction = "direction",
        /// What came of the contact.
        Outcome = "outcome",
        /// Seconds that the contact lasted.
        DurationS = "duration_s",
        /// The number of the member of the staff.
        StaffId = "staff_id",
        /// The subject.
        Subject = "subject",
        /// What was said or written.
        Body = "body",
        /// The host's name of the conversation.
        ThreadId = "thread_id",
        /// The customer's mood, -100 to 100.
        Sentiment = "sentiment",
    }
}

impl Field {
    /// The position of the field in [`Field::ALL`].
    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

/// Fields by which a row names its customer.
const WHO: &[Field] = &[
    Field::CustomerSource,
    Field::Customer,
    Field::Email,
    Field::Phone,
    Field::Name,
    Field::HostUserId,
    Field::WechatUnionid,
    Field::Qq,
    Field::AccountName,
    Field::LoyaltyCard,
];

/// Those of them that tell one customer from another.
const IDENTIFYING: &[Field] = &[
    Field::Customer,
    Field::Email,
    Field::Phone,
    Field::HostUserId,
    Field::WechatUnionid,
    Field::Qq,
    Field::AccountName,
    Field::LoyaltyCard,
];

const CUSTOMER: &[Field] = &[
    Field::Kind,
    Field::GivenName,
    Field::FamilyName,
    Field::NameOrder,
    Field::Gender,
    Field::BirthDate,
    Field::Language,
    Field::Country,
    Field::TimeZone,
    Field::Note,
    Field::Tags,
    Field::FirstSeenAt,
    Field::AddressKind,
    Field::Recipient,
    Field::AddressLines,
    Field::City,
    Field::Region,
    Field::Postcode,
    Field::AddressCountry,
    Field::LegalName,
    Field::TaxId,
    Field::Industry,
];

const PRODUCT: &[Field] = &[
    Field::Sku,
    Field::Name,
    Field::Category,
    Field::Brand,
    Field::Price,
    Field::Cost,
    Field::Currency,
    Field::Serialised,
    Field::WarrantyDays,
    Field::Substitutes,
    Field::State,
];

const ORDER: &[Field] = &[
    Field::Source,
    Field::Order,
    Field::Number,
    Field::PlacedAt,
    Field::UpdatedAt,
    Field::State,
    Field::Channel,
    Field::Currency,
    Field::Rate,
    Field::Discount,
    Field::Shipping,
    Field::Tax,
    Field::TaxIncluded,
    Field::Total,
    Field::Paid,
    Field::CancelReason,
    Field::Sku,
    Field::LineName,
    Field::Quantity,
    Field::UnitPrice,
    Field::LineDiscount,
    Field::LineTax,
    Field::LineTotal,
    Field::LineCost,
    Field::RefundOf,
    Field::Reason,
    Field::Language,
    Field::Country,
];

const REFUND: &[Field] = &[
    Field::Source,
    Field::Refund,
    Field::Order,
    Field::RefundedAt,
    Field::Total,
    Field::Shipping,
    Field::Tax,
    Field::Currency,
    Field::Rate,
    Field::Reason,
];

const INTERACTION: &[Field] = &[
    Field::Source,
    Field::Interaction,
    Field::Channel,
    Field::Direction,
    Field::Kind,
    Field::At,
    Field::UpdatedAt,
    Field::DurationS,
    Field::StaffId,
    Field::Subject,
    Field::Body,
    Field::Outcome,
    Field::ThreadId,
    Field::Sentiment,
];

impl Entity {
    /// The fields that a column can be mapped to.
    #[must_use]
    pub fn fields(self) -> Vec<Field> {
        let (who, own): (&[Field], &[Field]) = match self {
            Entity::Customers => (WHO, CUSTOMER),
            Entity::Products => (&[], PRODUCT),
            Entity::Orders => (WHO, ORDER),
            Entity::Refunds => (WHO, REFUND),
            Entity::Interactions => (WHO, INTERACTION),
        };
        who.iter().chain(own).copied().collect()
    }

    /// Groups of fields of which a mapping needs at least one each.
    pub(crate) fn required(self) -> &'static [&'static [Field]] {
        match self {
            Entity::Customers => &[IDENTIFYING],
            Entity::Products => &[&[Field::Sku], &[Field::Name]],
            Entity::Orders => {
                &[IDENTIFYING, &[Field::PlacedAt], &[Field::Total, Field::LineTotal, Field::UnitPrice, Field::Sku]]
            }
            Entity::Refunds => &[&[Field::Order, Field::Customer, Field::Email, Field::Phone], &[Field::Total]],
            Entity::Interactions => &[&[Field::Channel], &[Field::Direction], &[Field::Kind]],
        }
    }
}
