namespace Orleans.Kube.Silo.Health;

/// <summary>How it goes with the database, and with what this silo has read of it: all of it, before anything else started.</summary>
internal sealed class StoreHealth(Ledger.Ledger ledger) : IHealthReporter
{
    public IReadOnlyList<IHealthCheck> Checks { get; } =
    [
        new HealthCheck("etcd", true, () => ledger.Trouble),
        new HealthCheck("etcd-readiness", false, () => ledger.Trouble),
        new HealthCheck("informer-sync", false, () => ledger.Lease is null ? ledger.Trouble : null),
        new HealthCheck("poststarthook/generic-apiserver-start-informers", true, static () => null),
        // How many objects there are follows from what was read.
        new HealthCheck("poststarthook/storage-object-count-tracker-hook", true, static () => null),
    ];
}
