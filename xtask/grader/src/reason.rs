//! What a speedup rests on, as far as it can be told: page faults are counted, and what one costs is measured.

use crate::protocol::{Speed, SpeedVerdict};

/// Above this share of the difference, page faults are what it rests on.
const MOST: f64 = 0.6;
/// Below this share, they are not.
const LITTLE: f64 = 0.1;

/// A sentence on what makes one side faster; `None` where neither is, or nothing was counted.
#[must_use]
pub fn rests_on(speed: &Speed) -> Option<String> {
    let details = &speed.details;
    let (bad, yours) = (details.bad_faults?, details.yours_faults?);
    // The slower side's faults and time above the faster side's.
    let (faults, ns) = match speed.verdict {
        SpeedVerdict::Faster => (bad - yours, details.bad_ns - details.yours_ns),
        SpeedVerdict::Slower => (yours - bad, details.yours_ns - details.bad_ns),
        SpeedVerdict::AsFast | SpeedVerdict::TooNoisy => return None,
    };
    let share = (faults * details.fault_ns? / ns).clamp(-1.0, 1.0);
    let (slower, faster) = match speed.verdict {
        SpeedVerdict::Slower => ("yours", "Bad"),
        _ => ("Bad", "yours"),
    };
    // What a fault costs is an estimate.
    let percent = (share * 10.0).round() * 10.0;
    Some(if share >= MOST {
        format!(
            "the difference rests on page faults: {slower} has {faults:.0} more of them per call, about {percent:.0} % of the time; \
             where nothing is leaked, an allocator that keeps its memory would avoid them without an arena"
        )
    } else if share >= LITTLE {
        format!(
            "page faults, {faults:.0} more per call in {slower}, are about {percent:.0} % of the difference; \
             the rest is instructions and cache traffic, which are not counted here"
        )
    } else if share > -LITTLE {
        "page faults play no part in the difference: it is instructions and cache traffic, which are not counted here".to_owned()
    } else {
        format!(
            "{faster} is faster although it has {:.0} more page faults per call: it saves more in instructions and cache \
             traffic than they cost",
            -faults
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::SpeedDetails;

    fn speed(bad: (f64, f64), yours: (f64, f64), verdict: SpeedVerdict) -> Speed {
        Speed {
            ratio: bad.0 / yours.0,
            low: 0.0,
            high: 9.0,
            verdict,
            details: SpeedDetails {
                bad_ns: bad.0,
                yours_ns: yours.0,
                bad_faults: Some(bad.1),
                yours_faults: Some(yours.1),
                fault_ns: Some(1_000.0),
                ..SpeedDetails::default()
            },
        }
    }

    fn says(bad: (f64, f64), yours: (f64, f64), verdict: SpeedVerdict, part: &str) {
        let sentence = rests_on(&speed(bad, yours, verdict)).expect("a sentence");
        assert!(sentence.contains(part), "{sentence}");
    }

    #[test]
    fn a_difference_is_explained_by_its_faults_or_by_what_is_left() {
        use SpeedVerdict::{Faster, Slower};
        let rests = "rests on page faults: Bad has 640 more of them per call, about 60 %";
        says((3e6, 640.0), (2e6, 0.0), Faster, rests);
        says(
            (3e6, 300.0),
            (2e6, 0.0),
            Faster,
            "300 more per call in Bad, are about 30 %",
        );
        says((3e6, 9.0), (2e6, 5.0), Faster, "play no part");
        says(
            (3e6, 0.0),
            (2e6, 500.0),
            Faster,
            "yours is faster although it has 500 more",
        );
        says(
            (2e6, 0.0),
            (3e6, 900.0),
            Slower,
            "yours has 900 more of them",
        );
    }

    #[test]
    fn where_nothing_differs_or_nothing_was_counted_there_is_nothing_to_say() {
        let equal = speed((2.0, 0.0), (2.0, 9.0), SpeedVerdict::AsFast);
        assert_eq!(rests_on(&equal), None);
        let mut uncounted = speed((3.0, 0.0), (2.0, 0.0), SpeedVerdict::Faster);
        uncounted.details.yours_faults = None;
        assert_eq!(rests_on(&uncounted), None);
    }
}
