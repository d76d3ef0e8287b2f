//! Names and numbers of the made-up customers.
//!
//! It owns the tables of names and how often each is drawn, and promises that phone
//! numbers never repeat; the surnames' weights are the known shares of the
//! population, rounded.

use super::draw::Draw;

/// Customers that the phone numbers suffice for.
pub const MOST_CUSTOMERS: u64 = 50_000_000;

/// What a customer is called and how to reach them; the fields of `Customer`.
pub struct Person {
    pub name: String,
    pub given_name: String,
    pub family_name: String,
    pub gender: &'static str,
    pub language: &'static str,
    pub country: &'static str,
    pub email: String,
    pub phone: String,
}

/// The person behind a customer's number.
pub fn person(number: u64, draw: &mut Draw) -> Person {
    let chinese = draw.below(2) == 0;
    let female = draw.below(2) == 0;
    let host = EMAIL_HOSTS[draw.below(EMAIL_HOSTS.len() as u64) as usize];
    let gender = if female { "female" } else { "male" };
    if chinese {
        let (family_name, given_name) = chinese_name(draw);
        return Person {
            name: format!("{family_name}{given_name}"),
            given_name,
            family_name,
            gender,
            language: "zh",
            country: "CN",
            email: format!("kh{number}@{host}"),
            phone: chinese_phone(number),
        };
    }
    let (family_name, given_name) = latin_name(draw, female);
    Person {
        name: format!("{given_name} {family_name}"),
        email: format!("{given_name}.{family_name}.{number}@{host}").to_lowercase(),
        given_name,
        family_name,
        gender,
        language: "en",
        country: "US",
        phone: american_phone(number),
    }
}

/// One number for each customer: multiplying by a number without common divisor
/// shuffles the range without repeating.
fn chinese_phone(number: u64) -> String {
    format!("+8613{:09}", number * 387_420_489 % 1_000_000_000)
}

fn american_phone(number: u64) -> String {
    let areas = AREA_CODES.len() as u64;
    let area = AREA_CODES[(number % areas) as usize];
    format!("+1{area}{:07}", 2_000_000 + number / areas * 387_420_489 % 8_000_000)
}

fn chinese_name(draw: &mut Draw) -> (String, String) {
    let whole: u64 = CHINESE_SURNAMES.iter().map(|&(_, weight)| weight).sum();
    let mut left = draw.below(whole);
    let mut family = CHINESE_SURNAMES[0].0;
    for &(surname, weight) in &CHINESE_SURNAMES {
        family = surname;
        if left < weight {
            break;
        }
        left -= weight;
    }
    let first = draw.pick(&CHINESE_GIVEN);
    if draw.below(6) == 0 {
        return (family.to_owned(), first.to_string());
    }
    (family.to_owned(), format!("{first}{}", draw.pick(&CHINESE_GIVEN)))
}

fn latin_name(draw: &mut Draw, female: bool) -> (String, String) {
    let given = draw.pick(if female { &FEMALE_GIVEN } else { &MALE_GIVEN });
    // Two in five have one of the common surnames, the others one of a long tail.
    let family = if draw.below(5) < 2 {
        draw.pick(&LATIN_SURNAMES).to_owned()
    } else {
        format!("{}{}", draw.pick(&SURNAME_STEMS), draw.pick(&SURNAME_ENDINGS))
    };
    (family, given.to_owned())
}

#[rustfmt::skip]
const EMAIL_HOSTS: [&str; 4] = [
    "example.com", "example.net", "example.org", "mail.example",
];

#[rustfmt::skip]
const AREA_CODES: [u32; 12] = [
    212, 213, 305, 312, 404, 415, 512, 602, 617, 702, 713, 206,
];

/// Surname and its share of the population in thousandths.
#[rustfmt::skip]
const CHINESE_SURNAMES: [(&str, u64); 62] = [
    ("王", 72), ("李", 71), ("张", 67), ("刘", 51), ("陈", 45), ("杨", 31), ("黄", 24), ("赵", 20),
    ("吴", 20), ("周", 19), ("徐", 14), ("孙", 14), ("马", 13), ("朱", 13), ("胡", 12), ("郭", 12),
    ("何", 11), ("林", 11), ("高", 10), ("罗", 10), ("郑", 9), ("梁", 9), ("谢", 8), ("宋", 8),
    ("唐", 8), ("许", 7), ("韩", 7), ("邓", 7), ("冯", 7), ("曹", 7), ("彭", 7), ("曾", 6), ("肖", 6),
    ("田", 6), ("董", 6), ("潘", 5), ("袁", 5), ("蔡", 5), ("蒋", 5), ("余", 5), ("于", 5), ("杜", 5),
    ("叶", 5), ("程", 5), ("魏", 5), ("苏", 5), ("吕", 5), ("丁", 5), ("任", 4), ("卢", 4), ("姚", 4),
    ("沈", 4), ("钟", 4), ("姜", 4), ("崔", 4), ("谭", 4), ("陆", 4), ("范", 4), ("汪", 4), ("廖", 4),
    ("欧阳", 1), ("司马", 1),
];

#[rustfmt::skip]
const CHINESE_GIVEN: [char; 104] = [
    '伟', '芳', '娜', '秀', '英', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '娟', '涛', '明',
    '超', '兰', '霞', '平', '刚', '桂', '建', '国', '文', '华', '志', '海', '红', '玉', '春', '梅', '林', '小',
    '晓', '宇', '欣', '怡', '子', '轩', '雨', '涵', '浩', '然', '梓', '一', '诺', '佳', '琪', '思', '雅', '婷',
    '雪', '慧', '颖', '倩', '琳', '玲', '燕', '凤', '云', '莲', '珍', '荣', '爱', '金', '福', '德', '永', '祥',
    '振', '庆', '俊', '峰', '鹏', '飞', '龙', '波', '斌', '辉', '健', '东', '亮', '成', '康', '光', '天', '达',
    '安', '岩', '中', '茂', '进', '有', '坚', '和', '彪', '博', '诚', '先', '敬', '震',
];

#[rustfmt::skip]
const FEMALE_GIVEN: [&str; 40] = [
    "Mary", "Jennifer", "Linda", "Elizabeth", "Susan", "Jessica", "Sarah", "Karen", "Lisa",
    "Nancy", "Emily", "Anna", "Laura", "Emma", "Olivia", "Sophia", "Julia", "Grace", "Alice",
    "Clara", "Helen", "Rachel", "Maria", "Ruth", "Hannah", "Diana", "Amy", "Nora", "Eva", "Ida",
    "Ella", "Lucy", "Martha", "Irene", "Rose", "Vera", "Paula", "Sylvia", "Ingrid", "Agnes",
];

#[rustfmt::skip]
const MALE_GIVEN: [&str; 40] = [
    "James", "John", "Robert", "Michael", "William", "David", "Richard", "Joseph", "Thomas",
    "Charles", "Daniel", "Matthew", "Mark", "Paul", "Steven", "Andrew", "Kevin", "Brian",
    "George", "Edward", "Peter", "Henry", "Jack", "Samuel", "Frank", "Simon", "Walter", "Oscar",
    "Martin", "Hugo", "Felix", "Leon", "Max", "Otto", "Karl", "Erik", "Victor", "Ralph",
    "Leonard", "Arthur",
];

#[rustfmt::skip]
const LATIN_SURNAMES: [&str; 48] = [
    "Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Martinez",
    "Lopez", "Wilson", "Anderson", "Thomas", "Taylor", "Moore", "Jackson", "Martin", "Lee",
    "Thompson", "White", "Harris", "Clark", "Lewis", "Robinson", "Walker", "Young", "Allen",
    "King", "Wright", "Scott", "Hill", "Green", "Adams", "Baker", "Nelson", "Carter",
    "Mitchell", "Roberts", "Turner", "Phillips", "Campbell", "Parker", "Evans", "Edwards",
    "Collins", "Stewart", "Morris", "Murphy",
];

#[rustfmt::skip]
const SURNAME_STEMS: [&str; 40] = [
    "Hart", "Ash", "Brad", "Lang", "Wood", "Stan", "Kings", "Whit", "Black", "Fair", "Hol",
    "North", "West", "East", "Oak", "Thorn", "Marsh", "Red", "Rock", "Wind", "Winter", "Silver",
    "Gold", "Stone", "Bar", "Shel", "Hamp", "Ald", "Cran", "Mill", "Bray", "Dun", "Farn", "Had",
    "Kirk", "Lin", "Mor", "New", "Pem", "Wal",
];

#[rustfmt::skip]
const SURNAME_ENDINGS: [&str; 24] = [
    "ley", "ford", "field", "ton", "well", "wood", "worth", "man", "berg", "stein", "brook",
    "land", "by", "ham", "bridge", "er", "mann", "sen", "more", "shaw", "combe", "wick", "burn",
    "hurst",
];
