using System.Collections.Frozen;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Silo.Aggregation;
using Orleans.Kube.Silo.ApiExtensions;
using Orleans.Kube.Silo.Handlers;
using Orleans.Kube.Silo.Requests;
using Orleans.Kube.Silo.Responses;

namespace Orleans.Kube.Silo.Pipeline;

/// <summary>Finds the handler of a request: by verb for resources, by name for special subresources, by root for other paths.</summary>
public sealed class RequestRouter
{
    private readonly ResourceRegistry _registry;
    private readonly CustomResources _custom;
    private readonly RemoteApis _remotes;
    private readonly RemoteApiHandler _remoteHandler;
    private readonly VerbHandlers _verbs;
    private readonly FrozenDictionary<(GroupResource, string), ISubresourceHandler> _subresources;
    private readonly (string Root, IPathHandler Handler)[] _paths;

    public RequestRouter(
        ResourceRegistry registry, CustomResources custom, RemoteApis remotes, RemoteApiHandler remoteHandler, VerbHandlers verbs, IEnumerable<ISubresourceHandler> subresources,
        IEnumerable<IPathHandler> paths)
    {
        (_registry, _custom, _remotes, _remoteHandler, _verbs) = (registry, custom, remotes, remoteHandler, verbs);
        _subresources = subresources.SelectMany(static h => h.Serves.Select(s => (Key: s, Handler: h))).ToFrozenDictionary(static p => p.Key, static p => p.Handler);
        _paths = [.. paths.SelectMany(static h => h.Roots.Select(r => (Root: r, Handler: h))).OrderByDescending(static p => p.Root.Length)];
    }

    /// <summary>The paths that are served beside resources.</summary>
    public IEnumerable<string> Paths => _paths.Select(static p => p.Handler).Distinct().SelectMany(static h => h.Paths).Order(StringComparer.Ordinal);

    /// <summary>The handler, or null when nothing is served there. Sets the request's definition.</summary>
    /// <exception cref="StatusException">The resource is not served (404), or not with this verb (405).</exception>
    public IRequestHandler? Find(ApiRequest request)
    {
        var info = request.Info;
        if (!info.IsResource) return _remotes.Find(info.Path) is null ? FindPath(info.Path) : _remoteHandler;
        if (!_registry.TryFind(info.Group, info.Version, info.Resource, out var definition) || definition is CustomObjectDefinition) definition = FindCustom(info);
        if (definition is null && _remotes.Find(info.Group, info.Version) is not null) return _remoteHandler;
        if (definition is null)
        {
            if (_subresources.TryGetValue((info.GroupResource, info.Subresource), out var special)) return special;
            return ServesGroup(info) ? throw Failures.PathNotFound() : null;
        }

        request.Definition = definition;
        if (info.Namespace.Length > 0 && !definition.Namespaced && !(info.Resource == "namespaces" && info.IsNamed)) throw Failures.PathNotFound();
        if (info.IsNamed && definition.Namespaced && info.Namespace.Length == 0) throw Failures.PathNotFound();
        if (info.Rest.Length > 0 && info.Subresource != "proxy") throw Failures.PathNotFound();
        var handler = info.Subresource.Length > 0 ? FindSubresource(info, definition) : FindVerb(info, definition);
        RouteCheck.Require(request);
        if (definition.DeprecationWarning is { } warning) Answer.AddWarnings(request.Http, [warning]);
        return handler;
    }

    private ResourceDefinition? FindCustom(RequestInfo info)
    {
        _custom.Refresh();
        return _registry.TryFind(info.Group, info.Version, info.Resource, out var definition) ? definition : null;
    }

    /// <summary>Whether the group is one of those that are built in: a path beyond all of them is no resource's.</summary>
    private bool ServesGroup(RequestInfo info) => _registry.All.Any(d => d is not CustomObjectDefinition && d.Group == info.Group);

    private IRequestHandler FindVerb(RequestInfo info, ResourceDefinition definition)
    {
        if (info.IsNamed && !definition.Verbs.Any(static v => v is "get" or "update" or "patch" or "delete")) throw Failures.PathNotFound();
        if (!definition.Verbs.Contains(info.Verb) || !IsPlaced(info, definition)) throw NotAllowed(info, definition);
        if (_subresources.TryGetValue((info.GroupResource, ""), out var special)) return special;
        return _verbs.Find(info.Verb) ?? throw NotAllowed(info, definition);
    }

    /// <summary>Objects are made and collections deleted within a namespace, those with a name are changed, and one without is made.</summary>
    private static bool IsPlaced(RequestInfo info, ResourceDefinition definition) => info.Verb switch
    {
        "create" => !info.IsNamed && IsWithin(info, definition),
        "deletecollection" => IsWithin(info, definition),
        "update" or "patch" => info.IsNamed,
        _ => true,
    };

    private static bool IsWithin(RequestInfo info, ResourceDefinition definition) => !definition.Namespaced || info.Namespace.Length > 0;

    private static StatusException NotAllowed(RequestInfo info, ResourceDefinition definition) =>
        definition is CustomObjectDefinition ? Failures.NotSupported(definition.Resource, info.Verb) : Failures.MethodNotAllowed();

    private IRequestHandler FindSubresource(RequestInfo info, ResourceDefinition definition)
    {
        if (_subresources.TryGetValue((info.GroupResource, info.Subresource), out var special)) return special;
        foreach (var subresource in definition.Subresources)
        {
            if (subresource.Name != info.Subresource) continue;
            return info.Verb is "get" or "update" or "patch" && subresource.Verbs.Contains(info.Verb)
                ? _verbs.Find(info.Verb)!
                : throw NotAllowed(info, definition);
        }

        throw Failures.PathNotFound();
    }

    private IPathHandler? FindPath(string path)
    {
        foreach (var (root, handler) in _paths)
            if (path == root || (root != "/" && path.StartsWith(root, StringComparison.Ordinal) && path[root.Length] == '/')) return handler;
        return null;
    }
}
