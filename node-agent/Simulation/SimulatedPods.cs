using System.Collections.Concurrent;
using System.Threading.Channels;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Views;

namespace Orleans.Kube.NodeAgent.Simulation;

/// <summary>
/// Carries the pods of all simulated nodes: one watch for all of them; a pod that is bound becomes Running, one that is deleted goes.
/// A fixed number of senders keeps that many writes on their way.
/// </summary>
public sealed partial class SimulatedPods(KubeClient client, SimulatedNodes nodes, SimulationOptions options, TimeProvider time, ILogger<SimulatedPods> logger)
{
    private readonly Channel<SimulatedPod> _due = Channel.CreateUnbounded<SimulatedPod>();
    private readonly ConcurrentDictionary<string, byte> _running = new();
    private readonly SimulatedAddresses _addresses = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var bound = new ListOptions { FieldSelector = "spec.nodeName!=" };
        var informer = new Informer<SimulatedPod>(client.Of<SimulatedPod>(SimulatedPod.Route), bound, logger);
        informer.Changed += Consider;
        var senders = Enumerable.Range(0, options.Parallelism).Select(_ => SendAsync(cancellationToken));
        await Task.WhenAll([informer.RunAsync(cancellationToken), .. senders]);
    }

    private void Consider(InformerChange<SimulatedPod> change)
    {
        var pod = change.Object;
        if (nodes.IndexOf(pod.Spec.NodeName) < 0) return;
        if (change.Kind == ChangeKind.Deleted) _running.TryRemove(pod.Metadata.Uid, out _);
        else if (pod.Metadata.DeletionTimestamp is not null) _due.Writer.TryWrite(pod);
        else if (pod.Status.Phase is PodPhase.Pending or "" && _running.TryAdd(pod.Metadata.Uid, 0)) Later(pod, options.StartDelay);
    }

    private void Later(SimulatedPod pod, TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero) _due.Writer.TryWrite(pod);
        else _ = DelayAsync();

        async Task DelayAsync()
        {
            await Task.Delay(wait, time);
            _due.Writer.TryWrite(pod);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await foreach (var pod in _due.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await (pod.Metadata.DeletionTimestamp is null ? StartAsync(pod, cancellationToken) : RemoveAsync(pod, cancellationToken));
            }
            catch (StatusException e) when (e.Code == 409 || e.Status.SaysGone())
            {
                _running.TryRemove(pod.Metadata.Uid, out _);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(pod.Metadata.Namespace, pod.Metadata.Name, e.Message);
                Later(pod, client.Options.BackOff.After(3, Random.Shared.NextDouble()));
            }
        }
    }

    private Task StartAsync(SimulatedPod pod, CancellationToken cancellationToken)
    {
        var hostIP = SimulatedAddresses.OfNode(nodes.IndexOf(pod.Spec.NodeName));
        var status = SimulatedStatus.Running(pod, hostIP, _addresses.NextPod(), time.GetUtcNow());
        var patch = new { metadata = new { uid = pod.Metadata.Uid }, status };
        return Pods(pod).PatchStatusAsync(pod.Metadata.Name, PatchKind.StrategicMerge, patch, cancellationToken);
    }

    private Task RemoveAsync(SimulatedPod pod, CancellationToken cancellationToken)
    {
        var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new Preconditions { Uid = pod.Metadata.Uid } };
        return Pods(pod).DeleteAsync(pod.Metadata.Name, options, cancellationToken);
    }

    private ResourceClient<SimulatedPod> Pods(SimulatedPod pod) => client.Of<SimulatedPod>(SimulatedPod.Route).InNamespace(pod.Metadata.Namespace);

    [LoggerMessage(LogLevel.Warning, "pod {ns}/{name}: {reason}")]
    private partial void LogFailed(string ns, string name, string reason);
}
