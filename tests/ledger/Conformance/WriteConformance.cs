using Orleans.Kube.Model;
using Orleans.Kube.Model.Views;
using static Orleans.Kube.Ledger.Tests.Samples;

namespace Orleans.Kube.Ledger.Tests;

/// <summary>Writing, reading back, restarting, following.</summary>
public abstract class WriteConformance<TStore> : LedgerSuite<TStore> where TStore : ITestStore, new()
{
    [Fact]
    public async Task A_new_ledger_is_empty_at_a_revision_that_a_list_can_name()
    {
        var ledger = await OpenAsync();
        ledger.Current.Revision.ShouldBeGreaterThanOrEqualTo(1);
        ledger.Current.Resources.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_write_is_visible_with_its_revision_when_it_is_acknowledged()
    {
        var ledger = await OpenWriterAsync();
        var created = await CommitAsync(ledger, Create(Pod("a"), "one"));
        created.Revision.ShouldBe(ledger.Current.Revision);
        ledger.Current.Find(Pod("a")).ShouldBeSameAs(created);
        created.Text().ShouldContain($"\"metadata\":{{\"resourceVersion\":\"{created.Revision}\",\"name\":\"a\"");
    }

    [Fact]
    public async Task Revisions_follow_each_other_without_gaps()
    {
        var ledger = await OpenWriterAsync();
        var start = ledger.Current.Revision;
        var writes = Enumerable.Range(0, 300).Select(index => CommitAsync(ledger, Create(Pod($"p{index}"))));
        var revisions = (await Task.WhenAll(writes)).Select(item => item.Revision).Order();
        revisions.ShouldBe(Enumerable.Range(1, 300).Select(index => start + index));
    }

    [Fact]
    public async Task A_write_that_expects_another_revision_is_stale_and_says_what_is_there()
    {
        var ledger = await OpenWriterAsync();
        var created = await CommitAsync(ledger, Create(Pod("a"), "one"));
        (await ledger.WriteAsync(Create(Pod("a"), "two"))).ShouldBe(new LedgerResult.Stale(created));
        var replaced = await CommitAsync(ledger, Replace(created, "two"));
        (await ledger.WriteAsync(Replace(created, "three"))).ShouldBe(new LedgerResult.Stale(replaced));
        (await ledger.WriteAsync(Remove(created))).ShouldBe(new LedgerResult.Stale(replaced));
        (await ledger.WriteAsync(new(Content(Pod("b")), 7))).ShouldBe(new LedgerResult.Stale(null));
    }

    [Fact]
    public async Task Of_many_writers_of_one_revision_exactly_one_wins()
    {
        var ledger = await OpenWriterAsync();
        var created = await CommitAsync(ledger, Create(Pod("a")));
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(index => ledger.WriteAsync(Replace(created, $"{index}")).AsTask()));
        var winner = results.OfType<LedgerResult.Committed>().ShouldHaveSingleItem();
        results.OfType<LedgerResult.Stale>().ShouldAllBe(stale => stale.Current == winner.Object);
    }

    [Fact]
    public async Task Everything_is_there_again_after_a_restart()
    {
        var first = await OpenWriterAsync();
        var kept = await CommitAsync(first, Create(Pod("kept"), "one"));
        kept = await CommitAsync(first, Replace(kept, "two"));
        var gone = await CommitAsync(first, Create(Pod("gone")));
        await CommitAsync(first, Remove(gone));
        await CloseAsync(first);

        var second = await OpenWriterAsync();
        second.Current.Revision.ShouldBe(first.Current.Revision);
        var found = second.Current.List(Pods).ShouldHaveSingleItem();
        (found.Key, found.Revision, found.Text()).ShouldBe((kept.Key, kept.Revision, kept.Text()));
    }

    [Fact]
    public async Task A_watch_resumes_across_a_restart()
    {
        var first = await OpenWriterAsync();
        var one = await CommitAsync(first, Create(Pod("a"), "one"));
        var two = await CommitAsync(first, Replace(one, "two"));
        await CommitAsync(first, Create(new(Deployments, "default", "d")));
        await CommitAsync(first, Remove(two));
        await CloseAsync(first);

        var second = await OpenAsync();
        using var cursor = second.Follow(Pods, one.Revision);
        var changes = ReadAll(cursor);
        changes.Select(change => (change.Kind, change.Revision)).ShouldBe([
            (ChangeKind.Modified, two.Revision), (ChangeKind.Deleted, first.Current.Revision)]);
        changes[1].Object.Text().ShouldContain("\"two");
        cursor.Position.ShouldBe(first.Current.Revision);
    }

    [Fact]
    public async Task Without_the_lease_nothing_is_written()
    {
        var ledger = await OpenAsync();
        await Should.ThrowAsync<LeaseLostException>(() => ledger.WriteAsync(Create(Pod("a"))).AsTask());
    }

    [Fact]
    public async Task Only_one_process_has_the_lease_and_it_moves_on_when_it_is_given_back()
    {
        var first = await OpenAsync();
        var second = await OpenAsync("other");
        var lease = (await first.TryAcquireLeaseAsync()).ShouldNotBeNull();
        (await second.TryAcquireLeaseAsync()).ShouldBeNull();
        await CommitAsync(first, Create(Pod("a")));
        await lease.DisposeAsync();
        lease.Lost.IsCancellationRequested.ShouldBeTrue();

        var next = (await second.TryAcquireLeaseAsync()).ShouldNotBeNull();
        next.Epoch.ShouldBeGreaterThan(lease.Epoch);
        second.Current.Find(Pod("a")).ShouldNotBeNull();
        await Should.ThrowAsync<LeaseLostException>(() => first.WriteAsync(Create(Pod("b"))).AsTask());
        await CommitAsync(second, Create(Pod("b")));
    }

    [Fact]
    public async Task A_follower_shows_what_another_process_writes()
    {
        var writer = await OpenWriterAsync();
        var follower = await OpenAsync("other");
        using var cursor = follower.Follow(Pods, follower.Current.Revision);
        var one = await CommitAsync(writer, Create(Pod("a"), "one"));
        var two = await CommitAsync(writer, Replace(one, "two"));
        await CommitAsync(writer, Remove(two));
        var view = await follower.AtLeastAsync(writer.Current.Revision);
        view.Find(Pod("a")).ShouldBeNull();
        ReadAll(cursor).Select(change => change.Kind).ShouldBe([ChangeKind.Added, ChangeKind.Modified, ChangeKind.Deleted]);
    }

    [Fact]
    public async Task A_linearizable_read_of_a_follower_contains_every_acknowledged_write()
    {
        var writer = await OpenWriterAsync();
        var follower = await OpenAsync("other", options => options with { PollInterval = TimeSpan.FromHours(1) });
        for (var index = 0; index < 20; index++)
        {
            var created = await CommitAsync(writer, Create(Pod($"p{index}")));
            (await follower.LatestAsync()).Find(created.Key).ShouldNotBeNull();
        }
    }
}
