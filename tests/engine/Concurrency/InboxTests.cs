using FsCheck;
using FsCheck.Fluent;

namespace Orleans.Kube.Engine.Tests.Concurrency;

public class InboxTests
{
    /// <summary>Any mix of pushes and takes gives every item back once, in order, and asks for the reader exactly when it is idle.</summary>
    [Fact]
    public void Items_come_out_in_the_order_they_went_in_and_the_reader_is_asked_for_when_idle() =>
        Prop.ForAll<bool[]>(steps =>
        {
            var inbox = default(Inbox);
            var idle = true;
            var pushed = 0;
            var taken = new List<int>();
            var right = true;
            foreach (var push in steps.Append(false).Append(false))
            {
                if (push)
                {
                    right &= inbox.Push(new Numbered(pushed++)) == idle;
                    idle = false;
                }
                else if (!idle)
                {
                    idle = !Take(ref inbox, taken);
                }
            }

            return right && inbox.IsIdle && taken.SequenceEqual(Enumerable.Range(0, pushed));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Many_senders_and_one_reader_at_a_time_lose_nothing()
    {
        const int Senders = 8;
        const int Each = 20_000;
        var meeting = new Meeting();

        await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                meeting.Send(new Numbered(i));
            }
        })));
        await meeting.Received(Senders * Each).WaitAsync(TimeSpan.FromSeconds(20));

        meeting.MostReaders.ShouldBe(1);
    }

    private static bool Take(ref Inbox inbox, List<int> taken)
    {
        var item = inbox.TakeAll();
        var any = item is not null;
        for (; item is not null; item = item.Next)
        {
            taken.Add(((Numbered)item).Number);
        }

        return any;
    }

    private sealed class Numbered(int number) : WorkItem
    {
        public int Number { get; } = number;

        public override void Run(Activation activation)
        {
        }
    }

    private sealed class Meeting
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Inbox _inbox;
        private int _received;
        private int _awaited = int.MaxValue;
        private int _readers;

        public int MostReaders { get; private set; }

        public void Send(WorkItem item)
        {
            if (_inbox.Push(item))
            {
                ThreadPool.UnsafeQueueUserWorkItem(static meeting => meeting.Read(), this, preferLocal: false);
            }
        }

        public Task Received(int count)
        {
            Interlocked.Exchange(ref _awaited, count);
            if (Volatile.Read(ref _received) >= count)
            {
                _all.TrySetResult();
            }

            return _all.Task;
        }

        private void Read()
        {
            MostReaders = Math.Max(MostReaders, Interlocked.Increment(ref _readers));
            while (true)
            {
                // Left before the take that may find nothing: from then on another reader may come.
                Interlocked.Decrement(ref _readers);
                if (_inbox.TakeAll() is not { } item)
                {
                    return;
                }

                MostReaders = Math.Max(MostReaders, Interlocked.Increment(ref _readers));
                var count = 0;
                for (WorkItem? next = item; next is not null; next = next.Next)
                {
                    count++;
                }

                if (Interlocked.Add(ref _received, count) >= Volatile.Read(ref _awaited))
                {
                    _all.TrySetResult();
                }
            }
        }
    }
}
