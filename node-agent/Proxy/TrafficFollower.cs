using System.Text.Json;
using Orleans.Kube.Client;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Networking;

namespace Orleans.Kube.NodeAgent.Proxy;

/// <summary>Learns from the control plane what traffic NetworkPolicies allow this node's pods: a question is answered when there is something new, and asked again.</summary>
public sealed partial class TrafficFollower(KubeClient client, string node, TimeProvider time, ILogger<TrafficFollower> logger)
{
    private readonly string _path = $"/apis/node.orleans-kube.io/v1/nodes/{Uri.EscapeDataString(node)}/traffic?after=";

    /// <summary>Told of each state, the first one too.</summary>
    public event Action<NodeTraffic>? Changed;

    /// <summary>Asks until cancelled. While no answer comes, what was known last stays in force. An older control plane, which knows no such path or lets nobody ask, isolates no pod.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (version, failures) = ("", 0);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var traffic = JsonSerializer.Deserialize<NodeTraffic>(await client.GetTextAsync(_path + version, cancellationToken), KubeJson.Options)!;
                if (traffic.Version != version) Changed?.Invoke(traffic);
                (version, failures) = (traffic.Version, 0);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or StatusException or JsonException)
            {
                if (failures++ == 0) NotLearned(e.Message);
                if (e is StatusException { Status.Code: 403 or 404 }) Changed?.Invoke(new NodeTraffic());
                await client.Options.BackOff.WaitAsync(Math.Min(failures, 8), time, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "what network policies say is not known: {reason}")]
    private partial void NotLearned(string reason);
}
