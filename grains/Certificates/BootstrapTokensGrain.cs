using Microsoft.Extensions.Logging;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.BootstrapTokens;
using Orleans.Kube.GrainInterfaces;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Views;
using Orleans.Runtime;

namespace Orleans.Kube.Grains.Certificates;

/// <summary>Carries out what <see cref="BootstrapTokensPlanner"/> decides about the tokens that machines join with.</summary>
[GrainType("bootstraptokens")]
public sealed partial class BootstrapTokensGrain(ObjectServices services, ReconcileServices reconciling) : Grain, IBootstrapTokensGrain
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = reconciling.Loggers.CreateLogger<BootstrapTokensGrain>();
    private IGrainTimer? _timer;
    private long _seen;

    public async Task WakeAsync(long revision)
    {
        _seen = Math.Max(_seen, revision);
        var now = services.Time.GetUtcNow();
        DateTimeOffset? due;
        try
        {
            var view = await services.Cluster.AtLeastAsync(_seen);
            var secrets = view.List(Resources.Secrets, BootstrapToken.Namespace).Select(static s => s.As<Secret>()).Where(static s => s.Type == BootstrapToken.SecretType);
            var plan = BootstrapTokensPlanner.Plan([.. secrets], view.Find(BootstrapToken.ClusterInfo)?.As<ConfigMap>(), now);
            var refusals = await new PlanWriter(GrainFactory, "bootstrap-signer").WriteAsync(plan.Writes, reconciling.Options.Parallelism);
            due = refusals.Count > 0 ? now + Retry : plan.Due;
        }
        catch (Exception error)
        {
            Failed(_logger, error);
            due = now + Retry;
        }

        WakeAt(due, now);
    }

    private void WakeAt(DateTimeOffset? due, DateTimeOffset now)
    {
        _timer?.Dispose();
        _timer = null;
        if (due is null) return;
        var wait = due.Value - now;
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
        _timer = this.RegisterGrainTimer(static (grain, _) => grain.WakeAsync(0), this, new(wait, Timeout.InfiniteTimeSpan));
        DelayDeactivation(wait + reconciling.Options.StayAfterDue);
    }

    [LoggerMessage(1, LogLevel.Error, "The bootstrap tokens could not be looked after.")]
    private static partial void Failed(ILogger log, Exception error);
}
