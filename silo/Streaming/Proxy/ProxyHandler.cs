using System.Globalization;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Views;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.Streaming.Proxy;

/// <summary>
/// The <c>proxy</c> of nodes, pods and services: any request, passed on to the node's agent, and by it to the pod
/// (<c>/podProxy/NAMESPACE/POD/[https:]PORT/PATH</c>).
/// </summary>
public sealed class ProxyHandler(IClusterState state, NodeProxy proxy, ServiceEndpoints endpoints) : ISubresourceHandler, IActiveSiloHandler
{
    private const int NodeSegments = 5;
    private const int NamespacedSegments = 7;
    private const string DefaultPort = "80";
    private static readonly GroupResource Nodes = new("", "nodes");
    private static readonly GroupResource Pods = new("", "pods");
    private static readonly GroupResource Services = new("", "services");

    public IReadOnlyList<(GroupResource Resource, string Subresource)> Serves { get; } = [(Nodes, "proxy"), (Pods, "proxy"), (Services, "proxy")];

    /// <exception cref="StatusException">What is named is not there, or its node cannot be reached.</exception>
    public async ValueTask HandleAsync(ApiRequest request)
    {
        var info = request.Info;
        var segments = info.Resource == "nodes" ? NodeSegments : NamespacedSegments;
        var rest = ProxyPath.RestOf(request.Http, segments);
        var target = ProxyTarget.Parse(info.Name);
        var view = await state.LatestAsync(request.Aborted);
        var (node, prefix, host) = info.Resource switch
        {
            "nodes" => (NodeOf(view, target.Name), "", ""),
            "pods" => OfPod(view, info.Namespace, target),
            _ => endpoints.Choose(view, info.Namespace, target.Name, target.Port) is ({ Length: > 0 } pod, _, var port)
                ? OfPod(view, info.Namespace, new ProxyTarget(target.Scheme, pod, port.ToString(CultureInfo.InvariantCulture)))
                : throw Failures.ServiceUnavailable($"no endpoints available for service \"{target.Name}\""),
        };
        if (rest.Length == 0 && request.Http.Request.Method is "GET" or "HEAD")
            request.Http.Response.Redirect($"{request.Http.Request.Path.ToUriComponent()}/{request.Http.Request.QueryString}", permanent: true);
        else
        {
            var links = new ProxiedLinks(ProxyPath.LedTo(request.Http, segments), rest, host, request.Http.Request.Host.Value ?? "");
            await proxy.ForwardAsync(request.Http, node, prefix + (rest.Length == 0 ? "/" : rest), errorsAsStatus: false, links);
        }
    }

    private static string NodeOf(IClusterView view, string name) =>
        view.Find(new ObjectKey(Nodes, "", name)) is null ? throw Failures.NotFound(Nodes, name) : name;

    private static (string Node, string Prefix, string Host) OfPod(IClusterView view, string @namespace, ProxyTarget target)
    {
        var pod = view.Find(new ObjectKey(Pods, @namespace, target.Name))?.As<Pod>() ?? throw Failures.NotFound(Pods, target.Name);
        if (pod.Status.PodIP.Length == 0) throw Failures.BadRequest("address not allowed");
        var port = target.Port.Length > 0 ? NumberOf(pod, target.Port) : FirstPort(pod);
        return (pod.Spec.NodeName, $"/podProxy/{@namespace}/{target.Name}/{(target.Scheme == "https" ? "https:" : "")}{port}", $"{pod.Status.PodIP}:{port}");
    }

    private static string FirstPort(Pod pod) =>
        pod.Spec.Containers.SelectMany(static c => c.Ports).FirstOrDefault()?.ContainerPortValue.ToString(CultureInfo.InvariantCulture) ?? DefaultPort;

    private static string NumberOf(Pod pod, string port)
    {
        if (ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) return port;
        var named = pod.Spec.Containers.SelectMany(static c => c.Ports).FirstOrDefault(p => p.Name == port);
        return named?.ContainerPortValue.ToString(CultureInfo.InvariantCulture) ?? throw Failures.BadRequest($"pod {pod.Metadata.Name} has no port \"{port}\"");
    }
}
