using Orleans.Kube.Client;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.NodeAgent.Plugins;

namespace Orleans.Kube.NodeAgent.Csi;

/// <summary>Makes the node's CSINode, then takes on the plugins that come.</summary>
public sealed partial class CsiNode(CsiNodeObjects objects, PluginFolder plugins, KubeClientOptions options, ILogger<CsiNode> logger)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                await objects.InitializeAsync(cancellationToken);
                break;
            }
            catch (Exception e) when (e is HttpRequestException or StatusException)
            {
                LogFailed(e.Message);
                await options.BackOff.WaitAsync(failures, options.TimeProvider, cancellationToken);
            }
        }

        await plugins.RunAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "failed to initialize CSINode: {reason}")]
    private partial void LogFailed(string reason);
}
