//! Where chance comes from: one generator for each thing that is described, so that
//! no order of asking changes an answer, and no arithmetic that differs between
//! machines.

/// What is described; each has numbers of its own.
#[derive(Clone, Copy)]
pub enum Stream {
    Weight = 1,
    Life,
    Person,
    When,
    Basket,
    Price,
    Contact,
}

/// SplitMix64 (Steele, Lea, Flood 2014), started from what it is to describe.
pub struct Draw(u64);

impl Draw {
    pub fn new(seed: u64, stream: Stream, index: u64) -> Self {
        let start = mix(seed ^ (stream as u64).wrapping_mul(0xd6e8_feb8_6659_fd93));
        Self(start.wrapping_add(mix(index.wrapping_add(0x9e37_79b9_7f4a_7c15))))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// Uniform in `0..bound`; the bias of at most bound / 2^32 does not matter here.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((self.next() >> 32) * bound) >> 32
    }

    /// Uniform in the open interval from 0 to 1.
    pub fn unit(&mut self) -> f64 {
        ((self.next() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// Nearly normal, mean 0 and variance 1, within ±6: the sum of twelve uniforms.
    pub fn normal(&mut self) -> f64 {
        let mut sum = 0;
        for _ in 0..3 {
            let four = self.next();
            sum += (four & 0xffff) + (four >> 16 & 0xffff) + (four >> 32 & 0xffff) + (four >> 48);
        }
        sum as f64 / 65_536.0 - 6.0
    }

    /// A rank below `length` that prefers low ones: density falls as rank^(-1/3).
    pub fn rank(&mut self, length: usize) -> usize {
        let unit = self.unit();
        ((unit * unit.sqrt() * length as f64) as usize).min(length - 1)
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.rank(from.len())]
    }
}

pub fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// e^x from multiplications alone, exact to 1 in 5,000 for exponents within ±4.8.
pub fn exp(x: f64) -> f64 {
    let mut power = 1.0 + x / 65_536.0;
    for _ in 0..16 {
        power *= power;
    }
    power
}

/// `part / whole` of an amount, rounded down: running sums of it add up exactly.
pub fn scale(part: u64, amount: u64, whole: u64) -> u64 {
    (u128::from(part) * u128::from(amount) / u128::from(whole)) as u64
}
