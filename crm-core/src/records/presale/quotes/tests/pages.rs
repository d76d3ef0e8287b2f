//! The printable quote: complete, and nothing in it speaks HTML but the page itself.

use super::*;
use crate::customers::CustomerPatch;

const HOSTILE: &str = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>&amp;";

#[test]
fn hostile_text_is_shown_and_not_obeyed() {
    let (crm, _, customer) = shop();
    let page = crm
        .write(|tx| {
            let name = CustomerPatch { name: Patch::Set(HOSTILE.into()), ..CustomerPatch::default() };
            tx.customers().update(customer, name)?;
            tx.quotes().configure(QuoteSettingsPatch {
                letterhead: Patch::Set(HOSTILE.into()),
                ..QuoteSettingsPatch::default()
            })?;
            let hostile = NewQuoteLine { sku: HOSTILE.into(), name: Some(HOSTILE.into()), ..line(1_000, 1_000_000) };
            let nameless = NewQuoteLine { sku: HOSTILE.into(), ..line(1_000, 1_000_000) };
            let quote = tx.quotes().create(NewQuote {
                title: Some(HOSTILE.into()),
                note: Some(format!("{HOSTILE}\nsecond line")),
                lines: vec![hostile, nameless],
                ..new(customer)
            })?;
            tx.quotes().html(quote.id)
        })
        .unwrap();
    let shown = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;";
    // Letterhead, customer, title, two articles of which one has a name too, note.
    assert_eq!(page.matches(shown).count(), 7);
    for word in ["<script", "<img", "<iframe", "<link", "http:", "https:", "src=\"", "url("] {
        assert!(!page.contains(word), "{word} in {page}");
    }
    // Every tag is one of the page's own.
    let own = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "p", "h1", "strong", "table", "thead", "tbody",
        "tfoot", "tr", "th", "td", "br", "small",
    ];
    for tag in page.split('<').skip(1) {
        let name: String =
            tag.trim_start_matches('/').chars().take_while(|c| c.is_alphanumeric() || *c == '!').collect();
        assert!(own.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn a_page_shows_amounts_in_the_currency_of_the_quote() {
    let (crm, _, customer) = shop();
    let lines = vec![NewQuoteLine {
        name: Some("台灯".into()),
        discount_rate: Rate::from_ppm(100_000),
        tax_rate: Rate::from_ppm(195_000),
        ..line(1_500, 1_200_000_000)
    }];
    let given = NewQuote { lines, discount_rate: Rate::from_ppm(25_000), ..NewQuote::new(customer, Currency::JPY) };
    let page = crm
        .write(|tx| {
            let quote = tx.quotes().create(given)?;
            tx.quotes().html(quote.id)
        })
        .unwrap();
    // 1.5 × 1,200 less 10 % = 1,620; less 2.5 % = 1,580 (40.5 is even at 40); 19.5 % of it = 308.1.
    for text in [
        "<!DOCTYPE html>",
        "Quote Q-2026-0001",
        "Version 1, draft. Valid until 2026-04-01.",
        "For Wei",
        "台灯<br><small>LAMP</small>",
        ">1.5<",
        ">1200.00<",
        ">10 %<",
        ">19.5 %<",
        ">1620<",
        "Discount 2.5 %</td><td class=\"n\">-40 JPY",
        ">308 JPY<",
        ">1888 JPY<",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
    assert!(crm.read(|tx| tx.quotes().html(QuoteId(9))).unwrap_err().is_not_found());
}
