using static Orleans.Kube.Ledger.Tests.Samples;

namespace Orleans.Kube.Ledger.Tests;

/// <summary>A database that does not answer, and a lease that moves on.</summary>
public abstract class FailureConformance<TStore> : LedgerSuite<TStore> where TStore : ITestStore, new()
{
    [Fact]
    public async Task While_the_database_is_stuck_writes_fail_in_time_reads_go_on_and_afterwards_all_is_well()
    {
        var ledger = await OpenWriterAsync(options => options with { WriteTimeout = TimeSpan.FromMilliseconds(200) });
        var kept = await CommitAsync(ledger, Create(Pod("kept")));
        using var cursor = ledger.Follow(Pods, kept.Revision);
        await using (await Store.BlockAsync())
        {
            await Should.ThrowAsync<LedgerUnavailableException>(() => ledger.WriteAsync(Create(Pod("a"))).AsTask());
            ledger.Current.Find(kept.Key).ShouldBeSameAs(kept);
            ledger.Current.Find(Pod("a")).ShouldBeNull();
            ledger.Trouble.ShouldNotBeNull();
        }

        var created = await CommitAsync(ledger, Create(Pod("a")));
        ledger.Trouble.ShouldBeNull();
        created.Revision.ShouldBe(kept.Revision + 1);
        ReadAll(cursor).ShouldHaveSingleItem().Object.ShouldBeSameAs(created);
    }

    [Fact]
    public async Task A_write_waits_for_a_database_that_comes_back_in_time()
    {
        var ledger = await OpenWriterAsync(options => options with { WriteTimeout = TimeSpan.FromSeconds(30) });
        Task<Model.ApiObject> write;
        await using (await Store.BlockAsync())
        {
            write = CommitAsync(ledger, Create(Pod("a")));
            write.IsCompleted.ShouldBeFalse();
        }

        var created = await write;
        ledger.Current.Find(created.Key).ShouldBeSameAs(created);
    }

    [Fact]
    public async Task A_writer_that_was_deposed_cannot_commit_and_learns_of_it()
    {
        var ledger = await OpenWriterAsync();
        var lease = ledger.Lease.ShouldNotBeNull();
        await CommitAsync(ledger, Create(Pod("a")));
        using (var thief = Connect()) thief.TryAcquireLease("one", TimeSpan.Zero).ShouldBe(lease.Epoch + 1);

        await Should.ThrowAsync<LeaseLostException>(() => ledger.WriteAsync(Create(Pod("b"))).AsTask());
        lease.Lost.IsCancellationRequested.ShouldBeTrue();
        ledger.Lease.ShouldBeNull();
        (await ledger.LatestAsync()).Find(Pod("b")).ShouldBeNull();

        var next = await ledger.AcquireLeaseAsync();
        next.Epoch.ShouldBe(lease.Epoch + 2);
        await CommitAsync(ledger, Create(Pod("b")));
    }

    [Fact]
    public async Task A_view_that_does_not_match_the_database_is_loaded_afresh()
    {
        var ledger = await OpenWriterAsync();
        var created = await CommitAsync(ledger, Create(Pod("a")));
        using (var session = Connect()) session.Execute("DELETE FROM ledger_objects");
        (await ledger.WriteAsync(Replace(created, "two"))).ShouldBe(new LedgerResult.Stale(null));
        await CommitAsync(ledger, Create(Pod("a")));
    }

    [Fact]
    public async Task A_ledger_of_a_later_version_is_refused()
    {
        await CloseAsync(await OpenAsync());
        using (var session = Connect()) session.Execute("UPDATE ledger_head SET schema_version = 99");
        (await Should.ThrowAsync<LedgerUnavailableException>(() => OpenAsync())).Message.ShouldContain("99");
    }

    [Fact]
    public async Task A_closed_ledger_refuses_writes()
    {
        var ledger = await OpenWriterAsync();
        await CloseAsync(ledger);
        await Should.ThrowAsync<ObjectDisposedException>(() => ledger.WriteAsync(Create(Pod("a"))).AsTask());
    }
}
