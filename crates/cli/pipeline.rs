//! Batches of messages: read in order, worked on by all cores, put out in order.
//!
//! A fixed number of batches goes round: source → workers → sink → source. So memory does not depend on the size of
//! the input, a slow reader of our output slows everything down instead of filling queues, and the buffers inside the
//! batches are used again and again. What a batch becomes depends on its records alone, never on which thread did it
//! or where the batch was cut, so the output is the same for every number of threads.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use smsift_dump::Record;

use crate::failure::Failure;
use crate::output::Rendered;

/// Most records in a batch.
const BATCH_RECORDS: usize = 512;
/// A batch with this many bytes of text is full, however few records it has.
const BATCH_BYTES: usize = 1 << 20;

/// Some messages on their way, with what became of them.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    index: u64,
    /// Records, kept for re-use; only the first `len` count.
    records: Vec<Record>,
    len: usize,
    bytes: usize,
    /// What the worker made of the records.
    pub(crate) rendered: Rendered,
}

impl Batch {
    /// The messages, in input order.
    pub(crate) fn records(&self) -> &[Record] {
        &self.records[..self.len]
    }

    /// The messages and the place for what becomes of them.
    pub(crate) fn parts(&mut self) -> (&mut [Record], &mut Rendered) {
        (&mut self.records[..self.len], &mut self.rendered)
    }

    /// A record to read the next message into. It counts only once it is [kept](Self::keep).
    pub(crate) fn next(&mut self) -> &mut Record {
        if self.len == self.records.len() {
            self.records.push(Record::default());
        }
        &mut self.records[self.len]
    }

    /// Keeps the record that [`next`](Self::next) gave out.
    pub(crate) fn keep(&mut self) {
        self.bytes += self.records[self.len].text.len();
        self.len += 1;
    }

    /// The batch should go on its way.
    pub(crate) fn is_full(&self) -> bool {
        self.len >= BATCH_RECORDS || self.bytes >= BATCH_BYTES
    }

    fn start(&mut self, index: u64) {
        // A batch that once held huge texts must not hold their buffers for ever.
        if self.bytes > BATCH_BYTES {
            self.records.clear();
        }
        (self.index, self.len, self.bytes) = (index, 0, 0);
        self.rendered.clear();
    }
}

/// Where messages come from.
pub(crate) trait Source {
    /// Fills the batch; false when the input is at its end.
    fn fill(&mut self, batch: &mut Batch) -> Result<bool, Failure>;
}

/// Where finished batches go, in input order.
pub(crate) trait Sink {
    /// Puts out one batch.
    fn take(&mut self, batch: &mut Batch) -> Result<(), Failure>;
}

/// Runs every message from `source` through a worker into `sink`. `worker` makes one worker per thread.
pub(crate) fn run<W>(
    threads: NonZeroUsize,
    source: &mut impl Source,
    worker: impl Fn() -> W + Sync,
    sink: &mut (impl Sink + Send),
) -> Result<(), Failure>
where
    W: FnMut(&mut Batch),
{
    if threads.get() == 1 {
        return run_here(source, worker(), sink);
    }
    let pool = threads.get() * 2 + 2;
    let (work_in, work_out) = sync_channel::<Batch>(pool);
    let (done_in, done_out) = sync_channel::<Batch>(pool);
    let (free_in, free_out) = sync_channel::<Batch>(pool);
    for _ in 0..pool {
        // The channel holds the whole pool, so this never blocks; its receiver is in scope.
        let _ = free_in.send(Batch::default());
    }
    let work_out = Mutex::new(work_out);
    thread::scope(|scope| {
        let sinking = scope.spawn(move || drain(&done_out, &free_in, sink));
        for _ in 0..threads.get() {
            let (work_out, done_in, worker) = (&work_out, done_in.clone(), &worker);
            scope.spawn(move || work_on(work_out, &done_in, worker()));
        }
        drop(done_in);
        let fed = feed(source, &free_out, &work_in);
        // The workers stop when no more work can come.
        drop(work_in);
        let drained = sinking.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        // A closed output also ends the feeding, without an error of its own.
        drained.and(fed)
    })
}

fn run_here(
    source: &mut impl Source,
    mut worker: impl FnMut(&mut Batch),
    sink: &mut impl Sink,
) -> Result<(), Failure> {
    let mut batch = Batch::default();
    for index in 0.. {
        batch.start(index);
        let more = source.fill(&mut batch);
        // What came before a failure is put out all the same, as it is with many threads.
        worker(&mut batch);
        sink.take(&mut batch)?;
        if !more? {
            break;
        }
    }
    Ok(())
}

fn feed(source: &mut impl Source, free: &Receiver<Batch>, work: &SyncSender<Batch>) -> Result<(), Failure> {
    for index in 0.. {
        let Ok(mut batch) = free.recv() else { break };
        batch.start(index);
        let more = source.fill(&mut batch);
        if work.send(batch).is_err() || !more? {
            break;
        }
    }
    Ok(())
}

fn work_on(work: &Mutex<Receiver<Batch>>, done: &SyncSender<Batch>, mut worker: impl FnMut(&mut Batch)) {
    loop {
        // The lock guards nothing that a panic elsewhere could have left half done.
        let next = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(mut batch) = next else { return };
        worker(&mut batch);
        if done.send(batch).is_err() {
            return;
        }
    }
}

fn drain(done: &Receiver<Batch>, free: &SyncSender<Batch>, sink: &mut impl Sink) -> Result<(), Failure> {
    let (mut next, mut waiting) = (0, BTreeMap::new());
    for batch in done {
        waiting.insert(batch.index, batch);
        while let Some(mut batch) = waiting.remove(&next) {
            sink.take(&mut batch)?;
            next += 1;
            // The source may have come to its end.
            let _ = free.send(batch);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Numbers(usize);

    impl Source for Numbers {
        fn fill(&mut self, batch: &mut Batch) -> Result<bool, Failure> {
            while self.0 > 0 && !batch.is_full() {
                batch.next().text = self.0.to_string();
                batch.keep();
                self.0 -= 1;
            }
            Ok(self.0 > 0)
        }
    }

    struct Collect(Vec<u8>, usize);

    impl Sink for Collect {
        fn take(&mut self, batch: &mut Batch) -> Result<(), Failure> {
            if self.1 == 0 {
                return Err(Failure::ClosedPipe);
            }
            self.1 -= 1;
            self.0.extend_from_slice(&batch.rendered.bytes);
            Ok(())
        }
    }

    fn worker() -> impl FnMut(&mut Batch) {
        |batch| {
            let (records, rendered) = batch.parts();
            for record in records {
                // Uneven work, so that batches overtake each other.
                if record.text.ends_with('7') {
                    thread::yield_now();
                }
                rendered.bytes.extend_from_slice(record.text.as_bytes());
                rendered.bytes.push(b'\n');
            }
        }
    }

    fn collect(threads: usize, count: usize) -> Vec<u8> {
        let mut sink = Collect(Vec::new(), usize::MAX);
        run(NonZeroUsize::new(threads).unwrap(), &mut Numbers(count), worker, &mut sink).unwrap();
        sink.0
    }

    #[test]
    fn order_does_not_depend_on_threads() {
        let one = collect(1, 20_000);
        assert_eq!(one.split(|b| *b == b'\n').count(), 20_001);
        for threads in [2, 3, 8] {
            assert!(collect(threads, 20_000) == one, "{threads} threads");
        }
    }

    #[test]
    fn a_sink_that_gives_up_ends_the_run() {
        for threads in [1, 4] {
            let mut sink = Collect(Vec::new(), 2);
            let end = run(NonZeroUsize::new(threads).unwrap(), &mut Numbers(1_000_000), worker, &mut sink);
            assert!(matches!(end, Err(Failure::ClosedPipe)));
        }
    }
}
