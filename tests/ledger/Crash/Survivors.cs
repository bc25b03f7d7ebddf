using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Kube.Model.Views;
using static Orleans.Kube.Ledger.Tests.Samples;

namespace Orleans.Kube.Ledger.Tests.Crash;

/// <summary>What must be true of a ledger after a crash.</summary>
internal static class Survivors
{
    /// <summary>Every acknowledged write is there, revisions have no gap, and the state is what the history leads to.</summary>
    public static async Task VerifyAsync(LedgerStore store, string location, IReadOnlyList<Acknowledged> acknowledged)
    {
        acknowledged.ShouldNotBeEmpty();
        var options = new LedgerOptions { Store = store, Location = location, RingEvents = 1_000_000, RingBytes = 1L << 32 };
        await using var ledger = await Ledger.OpenAsync(options, TimeProvider.System, NullLoggerFactory.Instance);
        using var cursor = ledger.Follow(null, 1);
        List<ObjectChange> history = [];
        while (cursor.TryRead(out var change)) history.Add(change);

        history.Select(change => change.Revision).SequenceEqual(Enumerable.Range(2, history.Count).Select(revision => (long)revision)).ShouldBeTrue();
        ledger.Current.Revision.ShouldBe(history[^1].Revision);
        foreach (var write in acknowledged)
        {
            var found = history[(int)write.Revision - 2];
            (found.Key, found.Kind == ChangeKind.Deleted).ShouldBe((Pod(write.Name), write.Kind == WriteKind.Delete));
        }

        var expected = history.GroupBy(change => change.Key).Select(changes => changes.Last()).Where(last => last.Kind != ChangeKind.Deleted);
        ledger.Current.List(Pods).Select(item => (item.Key, item.Revision, item.Text()))
            .ShouldBe(expected.Select(last => (last.Key, last.Revision, last.Object.Text())), ignoreOrder: true);
    }
}
