using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.ServiceAccounts;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains;

/// <summary>A service account: it fills the secrets that are made for its long-lived tokens, ends those that nobody uses, and they go with it.</summary>
[GrainType("serviceaccounts")]
public sealed class ServiceAccountGrain(
    [PersistentState("object", "ledger")] IPersistentState<ObjectState> state, ObjectServices services, ReconcileServices reconciling, IRootCertificates certificates, IServiceAccountSigner signer)
    : ReconcilingGrain(state, services, reconciling), IServiceAccountGrain
{
    private readonly HashSet<string> _gone = [];

    protected override string Component => "tokens-controller";

    public Task ForgetAsync(string secret, long revision)
    {
        _gone.Add(secret);
        return WakeAsync(revision);
    }

    protected override async Task<DateTimeOffset?> ReconcileAsync(IClusterView view)
    {
        var account = Stored?.As<ServiceAccount>();
        var secrets = view.List(Resources.Secrets, Key.Namespace).Select(static o => o.As<Secret>()).Where(s => TokenSecretPlanner.AccountOf(s) == Key.Name).ToList();
        var now = Services.Time.GetUtcNow();
        string[] told = [.. _gone];
        var gone = told.Where(name => view.Find(new ObjectKey(Resources.Secrets, Key.Namespace, name)) is null);
        if (account is not null && TokenSecretPlanner.Forget(account, gone) is { } forgetting) await WriteOrThrowAsync([forgetting]);
        _gone.ExceptWith(told);
        var since = view.Find(LegacyTokenPlanner.Tracking)?.As<ConfigMap>().Data.GetValueOrDefault(LegacyTokenPlanner.Since);
        var pods = view.List(Resources.Pods, Key.Namespace).Select(static o => o.As<Pod>());
        await WriteOrThrowAsync([.. secrets.Select(s => TokenSecretPlanner.Plan(s, account, certificates.Pem, Sign)
            ?? (account is null ? null : LegacyTokenPlanner.Plan(s, account, since, pods, now))).OfType<ObjectWrite>()]);
        return account is not null && secrets.Any(s => LegacyTokenPlanner.IsGenerated(account, s.Metadata.Name)) ? now + LegacyTokenPlanner.Interval : null;
    }

    private string Sign(ServiceAccount account, Secret secret) => signer.Sign(Key.Namespace, Key.Name, account.Metadata.Uid, secret.Metadata.Name);
}
