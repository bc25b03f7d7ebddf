using Orleans.Kube.Model;

namespace Orleans.Kube.Silo.Requests;

/// <summary>What a request asks for, read from its method, path and query alone. <see cref="RequestInfoParser"/> makes it.</summary>
public sealed class RequestInfo
{
    /// <summary>The decoded path.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The verb that authorization sees: get, list, watch, create, update, patch, delete or deletecollection for resources, otherwise the
    /// HTTP method in lower case.
    /// </summary>
    public required string Verb { get; init; }

    /// <summary>Whether the path names a resource below <c>/api/VERSION</c> or <c>/apis/GROUP/VERSION</c>.</summary>
    public bool IsResource { get; init; }

    public string Group { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary>The namespace, empty for all of them. For a namespace object it is the object's own name.</summary>
    public string Namespace { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    /// <summary>The object's name; for a collection the name that a <c>metadata.name</c> field selector pins, or empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether the path itself holds a name.</summary>
    public bool IsNamed { get; init; }

    /// <summary>What follows the subresource, such as the path that <c>proxy</c> forwards, without the leading slash.</summary>
    public string Rest { get; init; } = "";

    public GroupResource GroupResource => new(Group, Resource);

    /// <summary>Whether the answer is expected to take as long as the client wants it to.</summary>
    public bool IsLongRunning => Verb == "watch" || (IsResource && Subresource is "log" or "exec" or "attach" or "portforward" or "proxy" or "tunnel" or "traffic");

    /// <summary>Whether the request changes nothing.</summary>
    public bool IsReadOnly => Verb is "get" or "list" or "watch" or "head" or "options";
}
