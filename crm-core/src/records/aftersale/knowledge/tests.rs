//! Knowledge: every move, what readers see, searches of hostile and of CJK text, votes against a plain model, gaps.

use super::*;
use crate::customers::MergeRequest;
use crate::testing::{Chance, at, customer, done_by, shop, shop_of, told};
use crate::vocabulary::{ErrorCode, Patch};
use std::collections::BTreeMap;

fn published(tx: &WriteTransaction, new: NewArticle) -> Article {
    let id = tx.knowledge().create(new).unwrap().id;
    tx.knowledge().set_state(id, ArticleState::InReview).unwrap();
    tx.knowledge().set_state(id, ArticleState::Published).unwrap()
}

fn kettle() -> NewArticle {
    NewArticle::new("descale", "Descaling a kettle", "Boil vinegar and water. Rinse twice.")
}

fn found(tx: &WriteTransaction, text: &str) -> Vec<i64> {
    tx.knowledge().search(&ArticleSearch::of(text)).unwrap().iter().map(|hit| hit.id.0).collect()
}

#[test]
fn every_move_is_allowed_or_lists_what_is() {
    use ArticleState::{Archived, Draft, InReview, Published};
    for from in ArticleState::ALL {
        for to in ArticleState::ALL {
            let (crm, _) = shop();
            crm.write(|tx| {
                let id = tx.knowledge().create(kettle())?.id;
                let way: &[ArticleState] = match from {
                    Draft => &[],
                    InReview => &[InReview],
                    Published => &[InReview, Published],
                    Archived => &[InReview, Published, Archived],
                };
                for step in way {
                    tx.knowledge().set_state(id, *step)?;
                }
                let known = tx.knowledge().get(id)?;
                match tx.knowledge().set_state(id, *to) {
                    Ok(moved) => {
                        assert!(MACHINE.may(*from, *to), "{from} to {to}");
                        assert_eq!(tx.knowledge().get(id)?, moved);
                        let is_next = *to == Draft && matches!(from, Published | Archived);
                        assert_eq!(moved.version, if is_next { 2 } else { 1 });
                        let is_seen = *to == Published || (*from == Published && *to == Draft);
                        assert_eq!(moved.published_version.is_some(), is_seen, "{from} to {to}");
                        assert_eq!(found(tx, "kettle").is_empty(), !is_seen);
                    }
                    Err(error) => {
                        assert!(!MACHINE.may(*from, *to), "{from} to {to}: {error}");
                        assert_eq!(error.code(), ErrorCode::NotAllowedTransition);
                        assert_eq!(tx.knowledge().get(id)?, known);
                    }
                }
                Ok(())
            })
            .unwrap();
            assert!(crm.check().unwrap().ok);
        }
    }
}

#[test]
fn readers_see_the_published_version_while_the_next_is_written() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let article = published(tx, kettle());
        let text = ArticlePatch { title: Some("Cleaning a kettle".to_owned()), ..ArticlePatch::default() };
        assert_eq!(tx.knowledge().update(article.id, text.clone()).unwrap_err().code(), ErrorCode::Conflict);
        tx.knowledge().set_state(article.id, ArticleState::Draft)?;
        assert_eq!(tx.knowledge().update(article.id, text)?.version, 2);
        let query = ArticleQuery { id: Some(article.id), key: None, language: None, audience: ArticleAudience::Public };
        let shown = tx.knowledge().show(&query)?;
        assert_eq!((shown.version, shown.title.as_str()), (1, "Descaling a kettle"));
        assert_eq!((found(tx, "descaling"), found(tx, "cleaning")), (vec![1], vec![]));
        tx.knowledge().set_state(article.id, ArticleState::InReview)?;
        tx.knowledge().set_state(article.id, ArticleState::Published)?;
        assert_eq!(tx.knowledge().show(&query)?.title, "Cleaning a kettle");
        assert_eq!((found(tx, "descaling"), found(tx, "cleaning")), (vec![], vec![1]));
        let titles: Vec<_> = tx.knowledge().versions(article.id)?.into_iter().map(|one| one.title).collect();
        assert_eq!(titles, ["Descaling a kettle", "Cleaning a kettle"]);
        assert_eq!(tx.knowledge().get(article.id)?.views, 2);
        // What it is about holds at once, in every state.
        let about = ArticlePatch { audience: Some(ArticleAudience::Staff), ..ArticlePatch::default() };
        tx.knowledge().update(article.id, about)?;
        assert_eq!(tx.knowledge().show(&query).unwrap_err().code(), ErrorCode::NotFound);
        assert_eq!(found(tx, "cleaning"), [0_i64; 0]);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn whatever_is_typed_is_a_search() {
    let (crm, _) = shop();
    crm.write(|tx| {
        published(tx, kettle());
        published(tx, NewArticle::new("tea", "泡茶的水温", "绿茶用八十度的水，红茶用沸水。"));
        published(tx, NewArticle::new("filter", "Filter", "The kettle has a filter AND a lid."));
        for text in [
            "\"kettle",
            "kettle*",
            "kettle OR",
            "NEAR(kettle boil)",
            "title : kettle",
            "-kettle",
            "kettle)",
            "ket^tle",
            "{title} : kettle",
            "kettle AND",
            "facets : kettle",
            "';DROP TABLE crm_article;--",
            "kettle\u{0}",
            "🫖 kettle",
        ] {
            // No error, whatever it finds.
            tx.knowledge().search(&ArticleSearch::of(text))?;
            let advice = ArticleAdvice {
                text: text.to_owned(),
                sku: None,
                language: None,
                audience: ArticleAudience::Staff,
                limit: None,
            };
            tx.knowledge().suggest(&advice)?;
        }
        for text in ["", "  ", "***", "\"", "🫖"] {
            assert_eq!(tx.knowledge().search(&ArticleSearch::of(text)).unwrap_err().path(), Some("/text"), "{text}");
        }
        // The title first, then the text; a beginning of a word; no accents; characters without spaces.
        assert_eq!(found(tx, "kettle"), [1, 3]);
        assert_eq!(found(tx, "ket"), [1]);
        assert_eq!(found(tx, "KÉTTLE  boil"), [1]);
        assert_eq!((found(tx, "水温"), found(tx, "红茶"), found(tx, "茶红")), (vec![2], vec![2], vec![]));
        // Tokens by which a search is narrowed down cannot be typed.
        assert_eq!(found(tx, "none"), [0_i64; 0]);
        assert_eq!(found(tx, &customers::search_text::facet('a', "public")), [0_i64; 0]);
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn audiences_languages_and_subjects_narrow_a_search() {
    let (crm, _) = shop();
    crm.write(|tx| {
        let of = |key: &str, language: &str, audience, skus: &[&str], categories: &[&str]| NewArticle {
            language: Some(language.to_owned()),
            audience,
            skus: skus.iter().map(|sku| (*sku).to_owned()).collect(),
            categories: categories.iter().map(|path| (*path).to_owned()).collect(),
            tags: vec!["Care".to_owned()],
            ..NewArticle::new(key, "Kettle", "About a kettle.")
        };
        use ArticleAudience::{Customers, Public, Staff};
        published(tx, of("a", "zh", Public, &["K-1"], &["home/kitchen"]));
        published(tx, of("a", "zh-TW", Public, &["K-1"], &["home/kitchen"]));
        published(tx, of("b", "en", Customers, &[], &["home"]));
        published(tx, of("c", "en", Staff, &["K-2"], &[]));
        published(tx, of("d", "zh-CN", Public, &[], &["homework"]));
        let ids = |search: ArticleSearch| -> Vec<i64> {
            tx.knowledge().search(&search).unwrap().iter().map(|hit| hit.id.0).collect()
        };
        let search = || ArticleSearch::of("kettle");
        let owned = |text: &str| Some(text.to_owned());
        assert_eq!(ids(search()), [5, 2, 1]);
        assert_eq!(ids(ArticleSearch { audience: Customers, ..search() }), [5, 3, 2, 1]);
        assert_eq!(ids(ArticleSearch { audience: Staff, ..search() }), [5, 4, 3, 2, 1]);
        // Of one key the nearest language; wider ones are found, others never.
        assert_eq!(ids(ArticleSearch { language: owned("zh-TW"), ..search() }), [2]);
        assert_eq!(ids(ArticleSearch { language: owned("zh-HK"), ..search() }), [1]);
        assert_eq!(ids(ArticleSearch { language: owned("de"), ..search() }), [0_i64; 0]);
        assert_eq!(ids(ArticleSearch { sku: owned("K-1"), ..search() }), [2, 1]);
        assert_eq!(ids(ArticleSearch { sku: owned("k-1"), ..search() }), [0_i64; 0]);
        assert_eq!(ids(ArticleSearch { category: owned("home"), audience: Staff, ..search() }), [3, 2, 1]);
        assert_eq!(ids(ArticleSearch { tag: owned("Care"), limit: Some(1), ..search() }), [5]);
        assert_eq!(
            tx.knowledge().search(&ArticleSearch { limit: Some(51), ..search() }).unwrap_err().path(),
            Some("/limit")
        );
        let show = |language: Option<&str>| {
            tx.knowledge().show(&ArticleQuery {
                id: None,
                key: owned("a"),
                language: language.map(str::to_owned),
                audience: Public,
            })
        };
        assert_eq!(show(Some("zh-TW"))?.id.0, 2);
        assert_eq!(show(Some("zh-Hant"))?.id.0, 1);
        assert_eq!(show(Some("en"))?.language, "zh");
        let filter = ArticleFilter { sku: owned("K-1"), language: owned("zh"), ..ArticleFilter::default() };
        let listed = tx.knowledge().list(&filter)?.items;
        assert_eq!((listed.len(), listed[0].id.0, listed[0].tags.as_slice()), (1, 1, &["Care".to_owned()][..]));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_ticket_finds_what_is_about_the_same() {
    let (crm, _) = shop();
    crm.write(|tx| {
        for number in 0..150 {
            published(tx, NewArticle::new(format!("n{number}"), format!("Notice {number}"), "the order and the shop"));
        }
        let vinegar = published(tx, kettle());
        let leak = NewArticle { skus: vec!["K-2".to_owned()], ..NewArticle::new("leak", "A kettle leaks", "Seal it.") };
        let leak = published(tx, leak);
        let advice = |text: &str, sku: Option<&str>| -> Vec<i64> {
            let advice = ArticleAdvice {
                text: text.to_owned(),
                sku: sku.map(str::to_owned),
                language: None,
                audience: ArticleAudience::Staff,
                limit: Some(2),
            };
            tx.knowledge().suggest(&advice).unwrap().iter().map(|hit| hit.id.0).collect()
        };
        let text = "Dear shop, the order came and the kettle has lime in it: is vinegar allowed, or the wrong thing?";
        assert_eq!(advice(text, None)[0], vinegar.id.0);
        assert_eq!(advice("My kettle leaks!", None)[0], leak.id.0);
        // About another article of the catalogue, or about none.
        assert_eq!(advice("My kettle leaks!", Some("K-1"))[0], vinegar.id.0);
        assert_eq!(advice("My kettle leaks!", Some("K-2"))[0], leak.id.0);
        assert_eq!(advice("!", None), [0_i64; 0]);
        let about = Reference { entity: "ticket".to_owned(), id: 5 };
        let link = NewArticleLink { article_id: leak.id, reference: about.clone(), resolved: false };
        tx.knowledge().link(link.clone())?;
        tx.knowledge().link(link.clone())?;
        assert!(tx.knowledge().link(NewArticleLink { resolved: true, ..link })?[0].resolved);
        assert_eq!(tx.knowledge().links(about)?.len(), 1);
        Ok(())
    })
    .unwrap();
    assert_eq!(told(&crm, "article.linked").len(), 2);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn the_end_is_announced_once_and_then_nothing_is_found() {
    let (crm, clock) = shop();
    let id = crm
        .write(|tx| {
            let ends = NewArticle { valid_to: Some(at("2026-04-01T00:00:00Z")), ..kettle() };
            Ok(published(tx, ends).id)
        })
        .unwrap();
    let finds = || crm.write(|tx| Ok(found(tx, "kettle").len())).unwrap();
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "knowledge"), 0);
    clock.set(at("2026-03-18T00:00:00Z"));
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "knowledge"), 1);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "knowledge"), 0);
    assert_eq!(finds(), 1);
    clock.set(at("2026-04-01T00:00:00Z"));
    // Before tick has come.
    assert_eq!(finds(), 0);
    assert_eq!(done_by(&crm.tick(None, None).unwrap(), "knowledge"), 1);
    assert_eq!(told(&crm, "article.exp"), ["article.expiring", "article.expired"]);
    assert!(crm.check().unwrap().ok);
    // A later end: it is found again.
    crm.write(|tx| {
        let patch = ArticlePatch { valid_to: Patch::Set(at("2027-04-01T00:00:00Z")), ..ArticlePatch::default() };
        tx.knowledge().update(id, patch)
    })
    .unwrap();
    assert_eq!(finds(), 1);
    assert!(crm.check().unwrap().ok);
}

#[test]
fn a_voter_has_one_vote_as_in_a_plain_model() {
    let (crm, _) = shop();
    for seed in 0..8_u64 {
        let mut chance = Chance(seed);
        let mut below = |sides: u64| chance.roll(sides);
        crm.write(|tx| {
            let article = published(tx, NewArticle::new(format!("a{seed}"), "Kettle", "Text."));
            let people: Vec<_> = (0..3).map(|_| customer(tx, "Ada")).collect();
            let mut model: BTreeMap<u64, bool> = BTreeMap::new();
            for _ in 0..60 {
                let (voter, helpful) = (below(6), below(2) == 1);
                let known = usize::try_from(voter).ok().and_then(|voter| people.get(voter)).copied();
                let vote = NewArticleVote {
                    article_id: article.id,
                    customer_id: known,
                    visitor: known.is_none().then(|| format!("v{voter}")),
                    helpful,
                };
                let after = tx.knowledge().vote(vote)?;
                model.insert(voter, helpful);
                let helpful = model.values().filter(|helpful| **helpful).count() as i64;
                assert_eq!((after.helpful, after.not_helpful), (helpful, model.len() as i64 - helpful));
            }
            Ok(())
        })
        .unwrap();
    }
    assert!(crm.check().unwrap().ok);
}

#[test]
fn votes_follow_a_merge_and_come_back() {
    let (crm, _, ada) = shop_of("Ada");
    crm.write(|tx| {
        let bob = customer(tx, "Bob");
        let article = published(tx, kettle());
        let vote = |customer, helpful| {
            let of = NewArticleVote { article_id: article.id, customer_id: Some(customer), visitor: None, helpful };
            tx.knowledge().vote(of).map(|after| (after.helpful, after.not_helpful))
        };
        vote(ada, true)?;
        assert_eq!(vote(bob, false)?, (1, 1));
        let merge = tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: bob, rules: BTreeMap::new() })?;
        tx.customers().unmerge(merge.id)?;
        assert_eq!(vote(bob, true)?, (2, 0));
        tx.customers().merge(&MergeRequest { winner_id: ada, loser_id: bob, rules: BTreeMap::new() })?;
        // One voice says both.
        assert_eq!(vote(bob, false)?, (0, 2));
        Ok(())
    })
    .unwrap();
    assert!(crm.check().unwrap().ok);
}

#[test]
fn what_is_asked_and_not_found_is_counted() {
    let (crm, clock) = shop();
    crm.write(|tx| {
        published(tx, kettle());
        assert_eq!(tx.knowledge().ask(&ArticleSearch::of("kettle"))?.len(), 1);
        for text in ["Toaster!", "toaster", "lamp"] {
            assert!(tx.knowledge().ask(&ArticleSearch::of(text))?.is_empty());
        }
        // A search of the staff counts nothing.
        assert!(tx.knowledge().search(&ArticleSearch::of("lamp"))?.is_empty());
        let gaps = tx.knowledge().gaps(&ArticleGapFilter::default())?.items;
        let counted: Vec<_> = gaps.iter().map(|gap| (gap.text.as_str(), gap.count)).collect();
        assert_eq!(counted, [("toaster", 2), ("lamp", 1)]);
        Ok(())
    })
    .unwrap();
    clock.set(at("2026-03-03T00:00:00Z"));
    crm.write(|tx| {
        tx.knowledge().ask(&ArticleSearch { language: Some("de".to_owned()), ..ArticleSearch::of("Lampe") })?;
        let since = ArticleGapFilter { since: Some(at("2026-03-03T00:00:00Z")), ..ArticleGapFilter::default() };
        let gaps = tx.knowledge().gaps(&since)?.items;
        assert_eq!((gaps.len(), gaps[0].language.as_deref()), (1, Some("de")));
        Ok(())
    })
    .unwrap();
}
