using Orleans.Kube.Ledger.Feed;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;
using static Orleans.Kube.Ledger.Tests.Samples;

namespace Orleans.Kube.Ledger.Tests.Feed;

public sealed class ChangeFeedTests
{
    private readonly ChangeFeed _feed = new(maxEvents: 4, maxBytes: long.MaxValue, floor: 10);
    private long _revision = 10;

    [Fact]
    public void A_reader_of_one_resource_sees_only_its_changes_in_order_and_knows_how_far_it_is()
    {
        using var pods = _feed.Follow(Pods, 10);
        using var all = _feed.Follow(null, 10);
        Append(Pods, Nodes, Pods);
        Read(pods).ShouldBe([11, 13]);
        Read(all).ShouldBe([11, 12, 13]);
        Append(Nodes);
        Read(pods).ShouldBeEmpty();
        pods.Position.ShouldBe(14);
    }

    [Fact]
    public void A_reader_that_falls_behind_is_told_so_and_one_that_reads_on_is_not()
    {
        using var slow = _feed.Follow(Pods, 10);
        using var quiet = _feed.Follow(Nodes, 10);
        using var quick = _feed.Follow(Pods, 10);
        for (var index = 0; index < 6; index++)
        {
            Append(Pods);
            Read(quick).Count.ShouldBe(1);
        }

        Should.Throw<RevisionExpiredException>(() => slow.TryRead(out _)).Oldest.ShouldBe(12);
        Read(quiet).ShouldBeEmpty();
        quiet.Position.ShouldBe(16);
        Should.Throw<RevisionExpiredException>(() => _feed.Follow(Pods, 11));
        Read(_feed.Follow(Pods, 12)).ShouldBe([13, 14, 15, 16]);
        Read(_feed.Follow(Pods, 14)).ShouldBe([15, 16]);
    }

    [Fact]
    public void The_ring_is_bounded_in_bytes_too()
    {
        var feed = new ChangeFeed(maxEvents: 1_000, maxBytes: 10_000, floor: 0);
        for (var revision = 1; revision <= 50; revision++)
            feed.Append([new(ChangeKind.Added, Content(Pod($"p{revision}"), size: 1_000).At(revision), null)], revision);
        Should.Throw<RevisionExpiredException>(() => feed.Follow(Pods, 40));
        Read(feed.Follow(Pods, 45)).ShouldBe([46, 47, 48, 49, 50]);
    }

    [Fact]
    public void After_a_restart_of_the_feed_every_reader_has_to_list_again()
    {
        using var before = _feed.Follow(Pods, 10);
        Append(Pods);
        using var quiet = _feed.Follow(Nodes, 11);
        _feed.Restart(50);
        Should.Throw<RevisionExpiredException>(() => quiet.TryRead(out _));
        Should.Throw<RevisionExpiredException>(() => Read(before));
        Should.Throw<RevisionExpiredException>(() => _feed.Follow(Pods, 49));
        using var after = _feed.Follow(Pods, 50);
        _revision = 50;
        Append(Pods);
        Read(after).ShouldBe([51]);
    }

    [Fact]
    public async Task Many_readers_wait_and_all_are_woken_by_one_change()
    {
        var cursors = Enumerable.Range(0, 100).Select(_ => _feed.Follow(Pods, 10)).ToList();
        for (var round = 0; round < 3; round++)
        {
            var waits = cursors.Select(cursor => cursor.WaitAsync(default).AsTask()).ToList();
            Append(Nodes);
            waits.ShouldAllBe(wait => !wait.IsCompleted);
            Append(Pods);
            await Task.WhenAll(waits);
            cursors.ShouldAllBe(cursor => Read(cursor).Count == 1);
        }
    }

    [Fact]
    public async Task A_wait_ends_when_it_is_cancelled_and_the_cursor_can_wait_again()
    {
        using var cursor = _feed.Follow(Pods, 10);
        using var cancellation = new CancellationTokenSource();
        var wait = cursor.WaitAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => wait);
        var again = cursor.WaitAsync(default).AsTask();
        Append(Pods);
        await again;
        Read(cursor).ShouldBe([11]);
    }

    [Fact]
    public async Task A_wait_ends_when_the_cursor_is_disposed()
    {
        var cursor = _feed.Follow(Pods, 10);
        var wait = cursor.WaitAsync(default).AsTask();
        cursor.Dispose();
        await wait;
        Should.Throw<ObjectDisposedException>(() => cursor.TryRead(out _));
    }

    [Fact]
    public void A_reader_of_the_future_sees_nothing_before_it()
    {
        using var cursor = _feed.Follow(Pods, 12);
        Append(Pods, Pods, Pods);
        Read(cursor).ShouldBe([13]);
    }

    private static List<long> Read(IChangeCursor cursor)
    {
        List<long> revisions = [];
        while (cursor.TryRead(out var change)) revisions.Add(change.Revision);
        return revisions;
    }

    private void Append(params GroupResource[] resources)
    {
        List<ObjectChange> changes = [];
        foreach (var resource in resources)
            changes.Add(new(ChangeKind.Added, Content(new(resource, "ns", $"o{_revision}")).At(++_revision), null));
        _feed.Append(changes, _revision);
    }
}
