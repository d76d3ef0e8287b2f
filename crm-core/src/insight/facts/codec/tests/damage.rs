//! Bytes and headers that no encoder wrote.

use super::*;

/// Reads everything there is to read; whatever it gives, it must give it without a panic.
fn read_all(packed: &PackedChunk, as_of: i32) -> Result<(), CodecError> {
    let view = packed.view(3)?;
    let mut base = BaseColumns::default();
    for start in [None, Some(as_of - 50)] {
        for day in [as_of, LAST_DAY] {
            view.base_values(day, start, &LocalSet::EMPTY, &mut base)?;
            assert!(base.recency_days.iter().all(|days| *days >= 0));
        }
    }
    for (_, days) in view.days_of_customers(&LocalSet::EMPTY) {
        let gap = median_gap_days(days.iter(), as_of, &mut Vec::new());
        assert!(gap != Some(0));
    }
    assert_eq!(view.entries().count(), (view.header.order_count + view.header.refund_count) as usize);
    view.verify()
}

fn columns_of(packed: &mut PackedChunk) -> [&mut Vec<u8>; 6] {
    let PackedChunk { order_ends, order_days, order_amounts, refund_locals, refund_days, refund_amounts, .. } = packed;
    [order_ends, order_days, order_amounts, refund_locals, refund_days, refund_amounts]
}

#[test]
fn a_column_of_another_length_is_an_error() {
    for (wide_days, wide_amounts) in WIDTHS {
        let packed = pack(&Numbers(4).entries(300, wide_days, wide_amounts));
        for column in 0..6 {
            for cut in [1, 2, 4, 8] {
                let mut short = packed.clone();
                let bytes = &mut columns_of(&mut short)[column];
                bytes.truncate(bytes.len() - cut);
                assert!(short.view(3).unwrap_err().is_corrupt(), "column {column} cut by {cut}");

                let mut long = packed.clone();
                columns_of(&mut long)[column].extend([0; 8].iter().take(cut));
                assert!(long.view(3).unwrap_err().is_corrupt(), "column {column} longer by {cut}");
            }
        }
    }
}

#[test]
fn flipped_bits_never_panic() {
    let mut numbers = Numbers(5);
    let mut noticed = 0;
    for round in 0..1_200 {
        let (wide_days, wide_amounts) = WIDTHS[round % 4];
        let mut packed = pack(&numbers.entries(40, wide_days, wide_amounts));
        let as_of = packed.header.max_day - 3;
        for _ in 0..=numbers.below(3) {
            let bytes = &mut *columns_of(&mut packed)[numbers.below(6) as usize];
            let at = numbers.below(bytes.len().max(1) as u64) as usize;
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << numbers.below(8);
            }
        }
        noticed += usize::from(read_all(&packed, as_of).is_err_and(|error| error.is_corrupt()));
    }
    assert!(noticed > 300, "only {noticed} of 1,200 damaged chunks were noticed");
}

#[test]
fn random_headers_never_panic() {
    let mut numbers = Numbers(6);
    let intact = pack(&numbers.entries(200, false, false));
    read_all(&intact, 10_100).unwrap();
    for round in 0..1_200 {
        let mut packed = intact.clone();
        let header = &mut packed.header;
        let value = numbers.next() as u32 >> numbers.below(32);
        match round % 6 {
            0 => header.version = value as u16,
            1 => header.flags = value as u16,
            2 => header.base_day = value as i32,
            3 => header.max_day = value as i32,
            4 => header.order_count = value,
            _ => header.refund_count = value,
        }
        if header.version != VERSION || header.flags != 0 || round % 6 > 3 && packed.header != intact.header {
            assert!(read_all(&packed, 10_100).unwrap_err().is_corrupt(), "{:?}", packed.header);
        } else {
            let _ = read_all(&packed, 10_100);
        }
    }
}

#[test]
fn verify_notices_days_out_of_order_and_out_of_range() {
    let packed = pack(&[order(0, 100, 1), order(0, 120, 1), refund(0, 110, -1), refund(0, 115, -1)]);
    let mut swapped = packed.clone();
    swapped.order_days.rotate_left(2);
    assert_eq!(swapped.view(0).unwrap().verify(), Err(CodecError::WrongValues("order_days")));
    let mut swapped = packed.clone();
    swapped.refund_days.rotate_left(2);
    assert_eq!(swapped.view(0).unwrap().verify(), Err(CodecError::WrongValues("refund_days")));
    let mut late = packed;
    late.header.max_day = 119;
    assert_eq!(late.view(0).unwrap().verify(), Err(CodecError::WrongValues("order_days")));

    let mut base = BaseColumns::default();
    let scanned = late.view(0).unwrap().base_values(119, None, &LocalSet::EMPTY, &mut base);
    assert_eq!(scanned, Err(CodecError::WrongValues("order_days")));
    assert_eq!(base.len(), 0);
}
