using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>
/// A part of an object with a path of its own, as discovery lists it. <see cref="Kind"/> is what it exchanges; <see cref="Group"/> and
/// <see cref="Version"/> are empty when they are the resource's own.
/// </summary>
public sealed record Subresource(string Name, string Kind, IReadOnlyList<string> Verbs, string Group = "", string Version = "")
{
    /// <summary>
    /// For a view that is written as the object's own kind: the object as it is to be stored, made of what was written and the object before. Null
    /// where a write is an action of its own (binding, eviction, exec).
    /// </summary>
    public Func<KubeObject, KubeObject, KubeObject>? Prepare { get; init; }

    /// <summary>What is wrong with the prepared object, besides its metadata.</summary>
    public Func<KubeObject, KubeObject, IReadOnlyList<FieldError>>? Validate { get; init; }

    private static readonly IReadOnlyList<string> ReadAndWrite = ["get", "patch", "update"];

    /// <summary>A view of the object that is read and written as the object's own kind.</summary>
    public static Subresource View(string name, string kind) => new(name, kind, ReadAndWrite);

    /// <summary>Reads and writes the replica count.</summary>
    public static Subresource Scale { get; } = new("scale", "Scale", ReadAndWrite, "autoscaling", "v1");

    /// <summary>A connection that is opened with a request: exec, attach, port-forward.</summary>
    public static Subresource Connection(string name, string kind) => new(name, kind, ["create", "get"]);

    /// <summary>Hands requests on to what the object stands for.</summary>
    public static Subresource Proxy(string kind) => new("proxy", kind, ["create", "delete", "get", "patch", "update"]);
}
