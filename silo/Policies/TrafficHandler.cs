using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Orleans.Kube.Controllers;
using Orleans.Kube.Controllers.NetworkPolicies;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Networking;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;
using Orleans.Kube.Silo.Streaming;

namespace Orleans.Kube.Silo.Policies;

/// <summary>
/// <c>GET /apis/node.orleans-kube.io/v1/nodes/NAME/traffic?after=VERSION</c>: the traffic that NetworkPolicies allow the pods of a node. Answers when it is another
/// than the agent has, or after half a minute.
/// </summary>
public sealed class TrafficHandler(IClusterState cluster, TimeProvider time) : ISubresourceHandler
{
    /// <summary>What is looked at in a pod, for as long as that state of it is kept: pods are not decoded anew for each node.</summary>
    private static readonly ConditionalWeakTable<ApiObject, TrafficPod> Pods = [];

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>How often the policies are resolved at most while pods come and go.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public IReadOnlyList<(GroupResource Resource, string Subresource)> Serves { get; } = [(TunnelHandler.Nodes, "traffic")];

    public async ValueTask HandleAsync(ApiRequest request)
    {
        if (request.Info.Verb != "get") throw Failures.MethodNotAllowed();
        var after = request.Http.Request.Query["after"].ToString();
        using var limit = new CancellationTokenSource(Longest, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, limit.Token);
        while (true)
        {
            var view = cluster.Current;
            var traffic = Of(view, request.Info.Name);
            if (traffic.Version != after || patience.IsCancellationRequested)
            {
                await Answer.WriteAsync(request.Http, 200, JsonSerializer.SerializeToUtf8Bytes(traffic, KubeJson.Options), "application/json");
                return;
            }

            await ChangeAsync(view, patience.Token);
            request.Aborted.ThrowIfCancellationRequested();
        }
    }

    private static NodeTraffic Of(IClusterView view, string node)
    {
        var policies = view.List(Resources.NetworkPolicies).Select(static o => o.As<NetworkPolicy>()).ToList();
        IReadOnlyList<PodTraffic> pods = policies.Count == 0 ? [] : new TrafficPlanner(new TrafficView(
            policies,
            view.List(Resources.Pods).Select(static o => Pods.GetValue(o, static o => TrafficPod.Of(o.As<Pod>()))),
            view.List(Resources.Namespaces).ToDictionary(static o => o.Key.Name, static o => o.Header.Labels))).Plan(node);
        return new NodeTraffic { Version = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(pods, KubeJson.Options)).AsSpan(0, 8)), Pods = pods };
    }

    /// <summary>Waits until something has changed that policies look at, or the patience is over. Without policies nothing else matters.</summary>
    private async Task ChangeAsync(IClusterView view, CancellationToken patience)
    {
        GroupResource[] followed = view.List(Resources.NetworkPolicies).Any() ? [Resources.NetworkPolicies, Resources.Pods, Resources.Namespaces] : [Resources.NetworkPolicies];
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(patience);
        var cursors = new List<IChangeCursor>();
        try
        {
            foreach (var resource in followed) cursors.Add(cluster.Follow(resource, view.Revision));
            await Task.WhenAny(cursors.Select(cursor => cursor.WaitAsync(enough.Token).AsTask()));
            if (followed.Length > 1) await Task.Delay(Pause, time, patience);
        }
        catch (Exception e) when (e is RevisionExpiredException or OperationCanceledException)
        {
            // Looks again.
        }
        finally
        {
            await enough.CancelAsync();
            foreach (var cursor in cursors) cursor.Dispose();
        }
    }
}
