//! A small convex fit: multinomial logistic regression over which words a message holds.

/// More rounds change no hundredth.
const ROUNDS: usize = 1_500;

/// Weights by word and answer.
pub(super) struct Fitted<const N: usize> {
    pub(super) weights: Vec<[f64; N]>,
    pub(super) offsets: [f64; N],
}

/// `held` are the words of each row, `targets` what each row should be. Accelerated gradient descent with a step for
/// each word: no randomness, sums always in the same order.
pub(super) fn fit<const N: usize>(
    held: &[Vec<u32>],
    targets: &[[f64; N]],
    words: usize,
    penalty: f64,
) -> Fitted<N> {
    let steps = steps(held, words, penalty);
    // The last place is the offset, which every row holds and which is not penalised.
    let mut weights = vec![[0.0; N]; words + 1];
    let mut ahead = weights.clone();
    let mut gradient = vec![[0.0; N]; words + 1];
    let mut momentum = 1.0_f64;
    for _ in 0..ROUNDS {
        for (gradient, ahead) in gradient.iter_mut().zip(&ahead) {
            *gradient = ahead.map(|w| penalty * w);
        }
        gradient[words] = [0.0; N];
        for (held, target) in held.iter().zip(targets) {
            let off = error(held, target, &ahead, words);
            for word in held.iter().map(|w| *w as usize).chain([words]) {
                for (gradient, off) in gradient[word].iter_mut().zip(off) {
                    *gradient += off;
                }
            }
        }
        let next = f64::midpoint(1.0, (1.0 + 4.0 * momentum * momentum).sqrt());
        let carry = (momentum - 1.0) / next;
        momentum = next;
        for (at, weight) in weights.iter_mut().enumerate() {
            for c in 0..N {
                let moved = ahead[at][c] - gradient[at][c] / steps[at];
                ahead[at][c] = moved + carry * (moved - weight[c]);
                weight[c] = moved;
            }
        }
    }
    let offsets = weights.pop().unwrap_or([0.0; N]);
    Fitted { weights, offsets }
}

/// For each word a bound on how fast its gradient may change: a step of its reciprocal never overshoots.
fn steps(held: &[Vec<u32>], words: usize, penalty: f64) -> Vec<f64> {
    let mut steps = vec![penalty; words + 1];
    steps[words] = 0.0;
    for held in held {
        // The curvature of the softmax is at most one half.
        let share = 0.5 * (held.len() + 1) as f64;
        for word in held {
            steps[*word as usize] += share;
        }
        steps[words] += share;
    }
    // Without rows there is nothing to fit, and no step to take either.
    steps[words] = steps[words].max(1.0);
    steps
}

/// How far the answer for a row is from its target.
fn error<const N: usize>(held: &[u32], target: &[f64; N], weights: &[[f64; N]], words: usize) -> [f64; N] {
    let mut scores = weights[words];
    for word in held {
        for (score, weight) in scores.iter_mut().zip(&weights[*word as usize]) {
            *score += weight;
        }
    }
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let scores = scores.map(|s| (s - most).exp());
    let sum: f64 = scores.iter().sum();
    let mut error = [0.0; N];
    for (error, (score, target)) in error.iter_mut().zip(scores.iter().zip(target)) {
        *error = score / sum - target;
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At the optimum every gradient is nought.
    #[test]
    fn the_fit_is_the_optimum() {
        let held = vec![vec![0, 1], vec![0], vec![1, 2], vec![2], vec![0, 2], vec![]];
        let one = |c: usize| {
            let mut target = [0.0; 4];
            target[c] = 1.0;
            target
        };
        let targets = [0, 1, 2, 3, 0, 3].map(one);
        let fitted = fit(&held, &targets, 3, 0.5);
        let mut weights = fitted.weights.clone();
        weights.push(fitted.offsets);
        for word in 0..4_usize {
            for c in 0..4 {
                let held_by = |h: &&Vec<u32>| word == 3 || h.contains(&(word as u32));
                let rows = held.iter().zip(&targets).filter(|(h, _)| held_by(h));
                let pull = if word == 3 { 0.0 } else { 0.5 * weights[word][c] };
                let gradient: f64 = rows.map(|(h, t)| error(h, t, &weights, 3)[c]).sum::<f64>() + pull;
                assert!(gradient.abs() < 1e-6, "word {word} category {c}: {gradient}");
            }
        }
    }
}
