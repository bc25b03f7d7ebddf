using Orleans.Kube.Model;
using Orleans.Kube.Model.Authentication;
using Orleans.Kube.Model.Patch;

namespace Orleans.Kube.GrainInterfaces;

/// <summary>Who asks, and how the write is to be treated. Null values mean Kubernetes' defaults.</summary>
/// <param name="User">The authenticated user name.</param>
/// <param name="Groups">The user's groups.</param>
/// <param name="FieldManager">The manager that managedFields records.</param>
/// <param name="DryRun">Everything but the commit happens.</param>
[GenerateSerializer, Immutable]
public sealed record WriteContext(
    [property: Id(0)] string User,
    [property: Id(1)] IReadOnlyList<string> Groups,
    [property: Id(2)] string FieldManager,
    [property: Id(3)] bool DryRun)
{
    /// <summary>What unknown and duplicate fields of a patch result lead to: Ignore, Warn or Strict.</summary>
    [Id(4)] public string FieldValidation { get; init; } = "Ignore";

    /// <summary>The version that the write speaks of, where the kind has several that the grain knows (custom resources); empty for the stored one.</summary>
    [Id(5)] public string Version { get; init; } = "";

    /// <summary>The user's UID, where the user has one.</summary>
    [Id(6)] public string Uid { get; init; } = "";

    /// <summary>What else is known of the user.</summary>
    [Id(7)] public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = NoExtra;

    private static Dictionary<string, IReadOnlyList<string>> NoExtra { get; } = [];

    /// <summary>A write of a user.</summary>
    public static WriteContext Of(UserInfo user, string fieldManager, bool dryRun) => new(user.Username, user.Groups, fieldManager, dryRun)
    {
        Uid = user.Uid,
        Extra = user.Extra.Count == 0 ? NoExtra : user.Extra.ToDictionary(static e => e.Key, static e => (IReadOnlyList<string>)e.Value.ToArray()),
    };

    /// <summary>The user who asks.</summary>
    public UserInfo AsUser() => new() { Username = User, Uid = Uid, Groups = Groups, Extra = Extra };

    /// <summary>The control plane itself, under the name of one of its parts (<c>deployment-controller</c>).</summary>
    public static WriteContext System(string part) => new($"system:serviceaccount:kube-system:{part}", ["system:masters"], part, false);
}

/// <summary>
/// Creates the object. <see cref="Object"/> is decoded and carries the name of the grain's key (generateName is resolved by the caller). With
/// <see cref="Applied"/> it is the outcome of a server-side apply: its managedFields are up to date.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record CreateRequest([property: Id(0)] ApiObject Object, [property: Id(1)] WriteContext Context, [property: Id(2)] bool Applied = false);

/// <summary>
/// Replaces the object, or with <see cref="Subresource"/> a part of it. An empty resourceVersion means unconditionally. With
/// <see cref="KeepsMetadata"/> labels, annotations and all else of the metadata stay what they are. <see cref="Applied"/> as in <see cref="CreateRequest"/>.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record ReplaceRequest(
    [property: Id(0)] ApiObject Object,
    [property: Id(1)] string Subresource,
    [property: Id(2)] WriteContext Context,
    [property: Id(3)] bool KeepsMetadata = false,
    [property: Id(4)] bool Applied = false);

/// <summary>Patches the latest state. <see cref="Body"/> is JSON; <see cref="Force"/> takes conflicting fields over (apply only).</summary>
[GenerateSerializer, Immutable]
public sealed record PatchRequest(
    [property: Id(0)] PatchKind Kind,
    [property: Id(1)] byte[] Body,
    [property: Id(2)] string Subresource,
    [property: Id(3)] bool Force,
    [property: Id(4)] WriteContext Context)
{
    /// <summary>What is wrong with the YAML that a configuration was, though it can be read (keys that come twice); empty if nothing is.</summary>
    [Id(5)] public string YamlProblem { get; init; } = "";
}

/// <summary>Deletes the object. <see cref="Options"/> is a DeleteOptions as JSON, or null for the defaults.</summary>
[GenerateSerializer, Immutable]
public sealed record DeleteRequest([property: Id(0)] byte[]? Options, [property: Id(1)] WriteContext Context);

/// <summary>
/// The outcome of a write: the object after it, or the Status that refuses it. After a deletion that took effect at once,
/// <see cref="Object"/> is the last state.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record ObjectReply([property: Id(0)] ApiObject? Object, [property: Id(1)] byte[]? Failure)
{
    /// <summary>Whether the write created the object (HTTP 201).</summary>
    [Id(2)] public bool Created { get; init; }

    /// <summary>Whether the object is gone from the ledger.</summary>
    [Id(3)] public bool Removed { get; init; }

    /// <summary>Messages for the client's Warning headers.</summary>
    [Id(4)] public IReadOnlyList<string> Warnings { get; init; } = [];
}
