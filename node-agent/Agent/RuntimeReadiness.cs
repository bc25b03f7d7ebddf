using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Nodes;
using Orleans.Kube.NodeAgent.Runtime;

namespace Orleans.Kube.NodeAgent.Agent;

/// <summary>
/// Whether the container runtime can run pods. One that is away is waited for, when the agent starts and later, and the node says so; what others remove from it, such as
/// networks and images that seem to be unused, is made anew.
/// </summary>
public sealed partial class RuntimeReadiness(IContainerRuntime runtime, TimeProvider time, ILogger<RuntimeReadiness> logger)
{
    private static readonly TimeSpan Check = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private string? _trouble;

    /// <summary>The runtime has become ready, or has ceased to be.</summary>
    public event Action? Changed;

    /// <summary>Makes the runtime ready, for as long as that takes.</summary>
    /// <param name="podCidr">The addresses of pods; what the node is told meanwhile counts.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task UntilReadyAsync(Func<string> podCidr, CancellationToken cancellationToken)
    {
        while (!await IsReadyAsync(podCidr(), cancellationToken)) await Task.Delay(Retry, time, cancellationToken);
    }

    /// <summary>Keeps it ready until cancelled.</summary>
    public async Task KeepAsync(string podCidr, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_trouble is null ? Check : Retry, time, cancellationToken);
            await IsReadyAsync(podCidr, cancellationToken);
        }
    }

    /// <summary>What a node tells of its runtime: its version and images, null where it does not answer, and why it cannot run pods.</summary>
    public async Task<(string? Version, IReadOnlyList<ContainerImage>? Images, string? Trouble)> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            var version = await runtime.VersionAsync(cancellationToken);
            var images = await runtime.Images.ListAsync(cancellationToken);
            return (version, NodeStatusBuilder.Images(images), _trouble is null ? null : $"container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:{_trouble}");
        }
        catch (RuntimeException e)
        {
            LogDown(e.Message);
            return (null, null, "container runtime is down");
        }
    }

    private async Task<bool> IsReadyAsync(string podCidr, CancellationToken cancellationToken)
    {
        try
        {
            await runtime.PrepareAsync(podCidr, cancellationToken);
            Become(null);
            return true;
        }
        catch (Exception e) when (e is RuntimeException or IOException or UnauthorizedAccessException)
        {
            Become(e.Message);
            return false;
        }
    }

    private void Become(string? trouble)
    {
        var before = Interlocked.Exchange(ref _trouble, trouble);
        if (before == trouble) return;
        if (trouble is null) LogReady();
        else LogNotReady(trouble);
        if (before is null || trouble is null) Changed?.Invoke();
    }

    [LoggerMessage(LogLevel.Warning, "the container runtime cannot run pods, it is waited for: {reason}")]
    private partial void LogNotReady(string reason);

    [LoggerMessage(LogLevel.Information, "the container runtime is ready")]
    private partial void LogReady();

    [LoggerMessage(LogLevel.Warning, "the container runtime is down: {reason}")]
    private partial void LogDown(string reason);
}
