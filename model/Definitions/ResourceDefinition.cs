using System.Reflection;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>
/// Everything the server needs to know about one resource: its names, its subresources, and how its objects are defaulted, validated,
/// prepared for create and update, selected by field and printed. One per kind; the API server and the grains are generic over it.
/// </summary>
public abstract class ResourceDefinition
{
    protected ResourceDefinition(Type objectType)
    {
        ObjectType = objectType;
        var kind = objectType.GetCustomAttribute<KubeKindAttribute>() ?? throw new ArgumentException($"{objectType} has no [KubeKind]");
        (ApiVersion, Kind) = (kind.ApiVersion, kind.Kind);
        var slash = ApiVersion.IndexOf('/');
        (Group, Version) = slash < 0 ? ("", ApiVersion) : (ApiVersion[..slash], ApiVersion[(slash + 1)..]);
        Singular = Kind.ToLowerInvariant();
    }

    /// <summary>The record that holds an object.</summary>
    public Type ObjectType { get; }

    public string ApiVersion { get; }

    public string Group { get; }

    public string Version { get; }

    public string Kind { get; }

    /// <summary>The plural that stands in paths: <c>pods</c>.</summary>
    public abstract string Plural { get; }

    public virtual string Singular { get; }

    public virtual bool Namespaced => true;

    public virtual IReadOnlyList<string> ShortNames => [];

    /// <summary>Groups that kubectl expands: <c>all</c>.</summary>
    public virtual IReadOnlyList<string> Categories => [];

    /// <summary>Whether status is a subresource of its own: a write of the object keeps the status, a write of the status keeps the rest.</summary>
    public virtual bool HasStatus => false;

    /// <summary>How <c>scale</c> reads and writes this object; null when it has no scale.</summary>
    public virtual ScaleAccess? Scale => null;

    /// <summary>Whether updates skip the log of revisions (heartbeats).</summary>
    public virtual bool Unlogged => false;

    /// <summary>Whether a PUT may create the object.</summary>
    public virtual bool AllowsCreateOnUpdate => false;

    /// <summary>Whether metadata.generation counts changes of the desired state.</summary>
    public virtual bool HasGeneration => HasStatus;

    /// <summary>The columns of the printed table after NAME, which is always first; AGE is a column like any other.</summary>
    public virtual IReadOnlyList<TableColumn> Columns => [TableColumn.Age];

    /// <summary>The field selectors beyond metadata.name and metadata.namespace, and how each reads its value.</summary>
    public virtual IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields => EmptyMap<Func<KubeObject, string>>.Value;

    public GroupResource Resource => new(Group, Plural);

    public ObjectKey Key(string @namespace, string name) => new(Resource, Namespaced ? @namespace : "", name);

    /// <summary>Fills in the defaults of the versioned API. Idempotent.</summary>
    public virtual KubeObject Default(KubeObject value) => value;

    /// <summary>Drops what a client may not set on create (status) and sets what the server gives. Name, uid and times are set elsewhere.</summary>
    public virtual KubeObject PrepareForCreate(KubeObject value) => HasStatus ? WithStatusOf(value, (KubeObject)Activator.CreateInstance(ObjectType)!) : value;

    /// <summary>Keeps what a client may not change on a write of the object itself (by default the status).</summary>
    public virtual KubeObject PrepareForUpdate(KubeObject value, KubeObject old) => HasStatus ? WithStatusOf(value, old) : value;

    /// <summary>The old object with nothing but its status (and metadata that a status write may change) taken from <paramref name="value"/>.</summary>
    public virtual KubeObject PrepareForStatusUpdate(KubeObject value, KubeObject old) => WithStatusOf(old, value) with
    {
        Metadata = old.Metadata with
        {
            ManagedFields = value.Metadata.ManagedFields,
            ResourceVersion = value.Metadata.ResourceVersion,
        },
    };

    /// <summary>Validates the content of an object beyond its metadata, which is validated generically. Paths start at the object.</summary>
    public virtual IEnumerable<FieldError> Validate(KubeObject value) => [];

    /// <summary>Validates an update: immutable fields and forbidden changes. Called in addition to <see cref="Validate"/>.</summary>
    public virtual IEnumerable<FieldError> ValidateUpdate(KubeObject value, KubeObject old) => [];

    public virtual IEnumerable<FieldError> ValidateStatusUpdate(KubeObject value, KubeObject old) => [];

    /// <summary>What is wrong with a name of this kind. By default a DNS subdomain.</summary>
    public virtual IEnumerable<string> ValidateName(string name, bool isPrefix) => Names.DnsSubdomain(name, isPrefix);

    /// <summary>Warnings that a client is shown (HTTP <c>Warning: 299</c>).</summary>
    public virtual IEnumerable<string> Warnings(KubeObject value, KubeObject? old) => [];

    /// <summary><paramref name="target"/> with the status of <paramref name="source"/>.</summary>
    public virtual KubeObject WithStatusOf(KubeObject target, KubeObject source) => target;
}
