using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Peers;
using Orleans.Kube.Silo.Pipeline;
using Orleans.Kube.Silo.Pki;

namespace Orleans.Kube.Silo.Hosting;

/// <summary>Starts the control plane with the host and stops it with it.</summary>
internal sealed partial class ControlPlaneService(
    ApiListener listener, ApiServer server, WriterRole role, ServerLifetime lifetime, ControlPlaneParts parts, ILogger<ControlPlaneService> log) : IHostedService
{
    private readonly CancellationTokenSource _ending = new();
    private Task _role = Task.CompletedTask;
    private Task _presence = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await listener.StartAsync(server, cancellationToken);
        parts.Own.Port = listener.Port;
        Kubeconfig.EnsureAdmin(parts.Data, parts.Authority, listener.LocalUrl, parts.Time);
        _role = Task.Run(() => role.RunAsync(_ending.Token), CancellationToken.None);
        await role.Settled.WaitAsync(cancellationToken);
        if (!parts.Active.IsHere) SharedAuthority.Require(parts.Cluster, parts.Authority, parts.Data.Pki);
        lifetime.MarkReady();
        _presence = Task.Run(() => parts.Presence.RunAsync(_ending.Token), CancellationToken.None);
        Ready(log, listener.LocalUrl, (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>In this order: say goodbye to watchers, finish the requests under way, then end the grains and give the lease back.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lifetime.Stop();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(parts.Options.ShutdownPatience);
        if (!parts.Active.IsHere) await parts.Presence.EndAsync(patience.Token);
        await listener.StopAsync(patience.Token);
        await _ending.CancelAsync();
        await _presence.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _role.WaitAsync(cancellationToken);
    }

    [LoggerMessage(40, LogLevel.Information, "Ready at {Url} after {Milliseconds} ms.")]
    private static partial void Ready(ILogger log, string url, long milliseconds);
}

/// <summary>What the service hands on between the others.</summary>
internal sealed record ControlPlaneParts(
    KubeControlPlaneOptions Options, DataDirectory Data, CertificateAuthority Authority, OwnAddress Own, ActiveSilo Active, SiloPresence Presence,
    IClusterState Cluster, TimeProvider Time);
