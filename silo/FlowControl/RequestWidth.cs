using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Silo.Requests;

namespace Orleans.Kube.Silo.FlowControl;

/// <summary>
/// How many seats a request takes. A list, and a watch that begins with the state, takes one for each hundred objects that it looks at; every other request takes one
/// (k8s.io/apiserver/pkg/util/flowcontrol/request). Kubernetes counts the objects of all namespaces, as its cache looks at them all; here they are found by namespace.
/// </summary>
/// <param name="registry">What is served.</param>
/// <param name="count">How many objects of a resource are stored, in a namespace or (null) in all.</param>
internal sealed class RequestWidth(ResourceRegistry registry, Func<GroupResource, string?, int> count)
{
    private const int ObjectsPerSeat = 100;

    /// <param name="request">What is asked for.</param>
    /// <param name="most">How many it may take.</param>
    public int Of(ApiRequest request, int most)
    {
        var info = request.Info;
        var lists = info.Verb == "list" || (info.Verb == "watch" && request.Flag("sendInitialEvents"));
        if (!lists || info.Name.Length > 0 || !registry.TryFind(info.Group, info.Version, info.Resource, out var definition)) return 1;
        var objects = count(definition.StoredResource, definition.Namespaced && info.Namespace.Length > 0 ? info.Namespace : null);
        if (!Selects(request) && Limit(request) is var limit and > 0) objects = (int)Math.Min(objects, limit);
        return Math.Clamp((objects + ObjectsPerSeat - 1) / ObjectsPerSeat, 1, most);
    }

    private static bool Selects(ApiRequest request) => request.Query("labelSelector") is { Length: > 0 } || request.Query("fieldSelector") is { Length: > 0 };

    /// <summary>The size of a page, or 0 where none is given that can be read: that is refused later.</summary>
    private static long Limit(ApiRequest request) => long.TryParse(request.Query("limit"), out var limit) ? limit : 0;
}
