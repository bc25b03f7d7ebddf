using Orleans.Kube.Ledger.Log;
using Orleans.Kube.Ledger.Sql;
using Orleans.Kube.Ledger.View;
using Orleans.Kube.Model.Views;
using static Orleans.Kube.Ledger.Tests.Samples;

namespace Orleans.Kube.Ledger.Tests;

/// <summary>What the log keeps: heartbeats without rows, compaction, and readers that come too late.</summary>
public abstract class HistoryConformance<TStore> : LedgerSuite<TStore> where TStore : ITestStore, new()
{
    [Fact]
    public async Task Heartbeats_reach_every_local_watcher_and_survive_a_restart_as_their_latest_state()
    {
        var ledger = await OpenWriterAsync();
        var lease = await CommitAsync(ledger, Create(Pod("lease"), "start"));
        using var local = ledger.Follow(Pods, lease.Revision);
        for (var beat = 1; beat <= 5; beat++)
            lease = await CommitAsync(ledger, Replace(lease, $"beat-{beat}") with { Logged = false });
        ReadAll(local).Count.ShouldBe(5);
        var other = await CommitAsync(ledger, Create(Pod("other")));
        await CloseAsync(ledger);

        var again = await OpenWriterAsync();
        again.Current.Revision.ShouldBe(other.Revision);
        again.Current.Find(lease.Key)!.Text().ShouldBe(lease.Text());
        using var resumed = again.Follow(Pods, lease.Revision - 3);
        ReadAll(resumed).Select(change => change.Revision).ShouldBe([lease.Revision, other.Revision]);
        await CommitAsync(again, Replace(again.Current.Find(lease.Key)!, "logged"));
    }

    [Fact]
    public async Task The_objects_of_an_earlier_revision_are_seen_as_far_back_as_the_feed_reaches()
    {
        var ledger = await OpenWriterAsync();
        var kept = await CommitAsync(ledger, Create(Pod("kept")));
        var gone = await CommitAsync(ledger, Create(Pod("gone"), "1"));
        var changed = await CommitAsync(ledger, Create(Pod("changed"), "1"));
        var last = await CommitAsync(ledger, Replace(changed, "2"));
        last = await CommitAsync(ledger, Replace(last, "3"));
        await CommitAsync(ledger, Remove(gone));
        var again = await CommitAsync(ledger, Create(Pod("gone"), "2"));
        await CommitAsync(ledger, Create(Pod("new")));

        var past = ledger.Past(Pods, changed.Revision).ShouldNotBeNull();
        (past.Revision, past.Count(Pods)).ShouldBe((changed.Revision, 3));
        past.List(Pods).ShouldBe([changed, gone, kept]);
        ledger.Past(Pods, kept.Revision)!.List(Pods).ShouldBe([kept]);
        ledger.Past(Pods, again.Revision)!.List(Pods).ShouldBe([last, again, kept]);

        await CloseAsync(ledger);
        var reopened = await OpenWriterAsync();
        reopened.Past(Pods, again.Revision)!.List(Pods).Select(static o => o.Revision).ShouldBe([last.Revision, again.Revision, kept.Revision]);
    }

    [Fact]
    public async Task Of_what_is_not_logged_the_last_state_that_was_is_the_past_after_a_restart()
    {
        var ledger = await OpenWriterAsync();
        var lease = await CommitAsync(ledger, Create(Pod("lease"), "1"));
        var other = await CommitAsync(ledger, Create(Pod("other")));
        var beat = await CommitAsync(ledger, Replace(lease, "2") with { Logged = false });
        await CommitAsync(ledger, Replace(beat, "3") with { Logged = false });
        ledger.Past(Pods, beat.Revision)!.Find(lease.Key).ShouldBeSameAs(beat);
        await CloseAsync(ledger);

        var again = await OpenWriterAsync();
        foreach (var revision in (long[])[other.Revision, beat.Revision]) again.Past(Pods, revision)!.Find(lease.Key)!.Text().ShouldBe(lease.Text());
    }

    [Fact]
    public async Task A_follower_sees_heartbeats_created_replaced_logged_and_removed()
    {
        var writer = await OpenWriterAsync();
        var follower = await OpenAsync("other", Quiet);
        var lease = await CommitAsync(writer, Create(Pod("lease"), "1") with { Logged = false });
        (await follower.LatestAsync()).Find(lease.Key)!.Revision.ShouldBe(lease.Revision);
        lease = await CommitAsync(writer, Replace(lease, "2") with { Logged = false });
        lease = await CommitAsync(writer, Replace(lease, "3") with { Logged = false });
        (await follower.LatestAsync()).Find(lease.Key)!.Text().ShouldBe(lease.Text());
        lease = await CommitAsync(writer, Replace(lease, "4"));
        lease = await CommitAsync(writer, Replace(lease, "5") with { Logged = false });
        (await follower.LatestAsync()).Find(lease.Key)!.Text().ShouldBe(lease.Text());
        await CommitAsync(writer, Remove(lease) with { Logged = false });
        (await follower.LatestAsync()).Find(lease.Key).ShouldBeNull();
        follower.Current.Revision.ShouldBe(writer.Current.Revision);
    }

    [Fact]
    public async Task A_follower_reads_a_long_log_page_by_page()
    {
        var writer = await OpenWriterAsync();
        var follower = await OpenAsync("other", options => Quiet(options) with { FollowRows = 7 });
        using var cursor = follower.Follow(null, follower.Current.Revision);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(index => CommitAsync(writer, Create(Pod($"p{index}")))));
        (await follower.LatestAsync()).Count(Pods).ShouldBe(50);
        ReadAll(cursor).Select(change => change.Revision).ShouldBe(Enumerable.Range(2, 50).Select(revision => (long)revision));
    }

    [Fact]
    public async Task Compaction_drops_whole_ranges_and_never_the_current_state()
    {
        var ledger = await OpenWriterAsync();
        var kept = await CommitAsync(ledger, Create(Pod("kept")));
        for (var index = 0; index < 24; index++) kept = await CommitAsync(ledger, Replace(kept, $"{index}"));
        using (var session = Connect())
        {
            session.TryDropOldestRange(10, DateTimeOffset.UnixEpoch, keepFrom: 0).ShouldBeFalse();
            session.TryDropOldestRange(10, DateTimeOffset.MaxValue, keepFrom: 0).ShouldBeTrue();
            session.TryDropOldestRange(10, DateTimeOffset.UnixEpoch, keepFrom: 100).ShouldBeTrue();
            session.TryDropOldestRange(10, DateTimeOffset.MaxValue, keepFrom: 0).ShouldBeFalse();
            session.ReadHead().Compacted.ShouldBe(21);
        }

        await CloseAsync(ledger);
        var again = await OpenAsync();
        again.Current.Find(kept.Key)!.Text().ShouldBe(kept.Text());
        Should.Throw<RevisionExpiredException>(() => again.Follow(Pods, 20)).Oldest.ShouldBe(21);
        using var cursor = again.Follow(Pods, 21);
        ReadAll(cursor).Select(change => change.Revision).ShouldBe([22, 23, 24, 25, 26]);
    }

    [Fact]
    public async Task The_background_drops_what_is_past_its_time()
    {
        var log = new LogBarrier("Dropped");
        var ledger = await OpenWriterAsync(
            options => options with { CompactionInterval = TimeSpan.FromMilliseconds(1), CompactionRange = 5, Retention = TimeSpan.Zero }, log);
        for (var index = 0; index < 20; index++) await CommitAsync(ledger, Create(Pod($"p{index}")));
        await log.Reached;
        using var session = Connect();
        session.ReadHead().Compacted.ShouldBeGreaterThanOrEqualTo(6);
        ledger.Current.Count(Pods).ShouldBe(20);
    }

    [Fact]
    public async Task A_follower_that_missed_compacted_history_loads_afresh_and_its_watchers_list_again()
    {
        var writer = await OpenWriterAsync();
        using var session = Connect();
        var state = new ClusterState(session.Load(100), 100, long.MaxValue);
        using var follower = new LogFollower(SqlDialect.For(Options), state, Options);
        using var cursor = state.Follow(Pods, state.Current.Revision);
        for (var index = 0; index < 20; index++) await CommitAsync(writer, Create(Pod($"p{index}")));
        session.TryDropOldestRange(10, DateTimeOffset.MaxValue, keepFrom: 0).ShouldBeTrue();

        follower.CatchUp();
        (state.Current.Revision, state.Current.Count(Pods)).ShouldBe((writer.Current.Revision, 20));
        Should.Throw<RevisionExpiredException>(() => cursor.TryRead(out _));
        using var relisted = state.Follow(Pods, state.Current.Revision);
        await CommitAsync(writer, Create(Pod("next")));
        follower.CatchUp();
        ReadAll(relisted).ShouldHaveSingleItem().Key.ShouldBe(Pod("next"));
    }

    /// <summary>Follows when asked only.</summary>
    private static LedgerOptions Quiet(LedgerOptions options) => options with { PollInterval = TimeSpan.FromHours(1) };
}
