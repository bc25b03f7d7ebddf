using static Orleans.Kube.Ledger.Tests.Samples;

namespace Orleans.Kube.Ledger.Tests;

/// <summary>The lease in a database that outlives its clients.</summary>
public sealed class PostgreSqlLeaseTests : LedgerSuite<PostgreSqlStore>
{
    [Fact]
    public async Task The_lease_of_a_holder_that_died_expires()
    {
        var ledger = await OpenAsync();
        using var dead = Connect();
        var epoch = dead.TryAcquireLease("dead", TimeSpan.FromMilliseconds(300)).ShouldNotBeNull();
        (await ledger.TryAcquireLeaseAsync()).ShouldBeNull();
        (await ledger.AcquireLeaseAsync()).Epoch.ShouldBe(epoch + 1);
        dead.TryRenewLease(epoch, TimeSpan.FromHours(1)).ShouldBeFalse();
        await CommitAsync(ledger, Create(Pod("a")));
    }

    [Fact]
    public async Task A_holder_that_comes_back_under_its_name_does_not_wait_for_its_own_lease()
    {
        var ledger = await OpenAsync("silo-1");
        using var before = Connect();
        before.TryAcquireLease("silo-1", TimeSpan.FromHours(1)).ShouldNotBeNull();
        (await ledger.TryAcquireLeaseAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_lease_that_is_held_is_renewed_before_it_expires()
    {
        var renewal = new LogBarrier("The writer lease was renewed");
        var ledger = await OpenAsync(change: options => options with { LeaseDuration = TimeSpan.FromSeconds(2) }, logging: renewal);
        var lease = (await ledger.TryAcquireLeaseAsync()).ShouldNotBeNull();
        await renewal.Reached;
        lease.IsValid.ShouldBeTrue();
        using var rival = Connect();
        rival.TryAcquireLease("rival", TimeSpan.FromHours(1)).ShouldBeNull();
    }
}
