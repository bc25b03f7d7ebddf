using System.Reflection;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;
using Orleans.Kube.Model.Schema;
using Orleans.Kube.Model.Validation;

namespace Orleans.Kube.Model.Definitions;

/// <summary>
/// Everything the server needs to know about one resource: its names, its subresources, and how its objects are defaulted, validated,
/// prepared for create and update, selected by field and printed. One per kind; the API server and the grains are generic over it.
/// </summary>
public abstract class ResourceDefinition
{
    protected ResourceDefinition(Type objectType)
        : this(objectType, objectType.GetCustomAttribute<KubeKindAttribute>() ?? throw new ArgumentException($"{objectType} has no [KubeKind]"))
    {
    }

    protected ResourceDefinition(Type objectType, KubeKindAttribute kind)
    {
        ObjectType = objectType;
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

    /// <summary>The kind of lists of such objects.</summary>
    public virtual string ListKind => Kind + "List";

    /// <summary>Whether each object in a list says its kind and version. Built-in kinds leave both to the list.</summary>
    public virtual bool ItemsNameTheirKind => false;

    /// <summary>Whether clients may use this version; one that they may not is still what objects are stored in.</summary>
    public virtual bool Served => true;

    /// <summary>The plural that stands in paths: <c>pods</c>.</summary>
    public abstract string Plural { get; }

    public virtual string Singular { get; }

    public virtual bool Namespaced => true;

    public virtual IReadOnlyList<string> ShortNames => [];

    /// <summary>Groups that kubectl expands: <c>all</c>.</summary>
    public virtual IReadOnlyList<string> Categories => [];

    /// <summary>What clients may do with the resource itself, as discovery lists it.</summary>
    public virtual IReadOnlyList<string> Verbs => Definitions.Verbs.All;

    /// <summary>Whether objects are answered and never stored (reviews), so that nothing can be read back.</summary>
    public virtual bool Virtual => false;

    /// <summary>Whether status is a subresource of its own: a write of the object keeps the status, a write of the status keeps the rest.</summary>
    public virtual bool HasStatus => false;

    /// <summary>How <c>scale</c> reads and writes this object; null when it has no scale.</summary>
    public virtual ScaleAccess? Scale => null;

    /// <summary>The subresources with paths of their own: those of this kind, scale and status.</summary>
    public IReadOnlyList<Subresource> Subresources =>
        field ??= ListSubresources();

    /// <summary>What clients are warned of on every request, because the resource is on its way out.</summary>
    public virtual string? DeprecationWarning => null;

    /// <summary>The subresource of this name that is written as the object's own kind, or null.</summary>
    public Subresource? View(string name)
    {
        foreach (var subresource in Subresources)
            if (subresource.Name == name && subresource.Prepare is not null) return subresource;
        return null;
    }

    /// <summary>Whether updates skip the log of revisions (heartbeats).</summary>
    public virtual bool Unlogged => false;

    /// <summary>Whether a PUT may create the object.</summary>
    public virtual bool AllowsCreateOnUpdate => false;

    /// <summary>Whether an update need not name the resourceVersion that it replaces.</summary>
    public virtual bool AllowsUnconditionalUpdate => true;

    /// <summary>Whether a finalizer needs a domain, unless it is one of Kubernetes' own.</summary>
    public virtual bool NeedsQualifiedFinalizers => true;

    /// <summary>Whether metadata.generation counts changes of the desired state, starting at 1.</summary>
    public virtual bool HasGeneration => HasStatus;

    /// <summary>The columns of the printed table beside NAME; AGE is a column like any other.</summary>
    public virtual IReadOnlyList<TableColumn> Columns => [TableColumn.Age];

    /// <summary>Whether NAME precedes <see cref="Columns"/>; where not, they contain <see cref="TableColumn.ObjectName"/>.</summary>
    public virtual bool NameComesFirst => true;

    /// <summary>The field selectors beyond metadata.name and metadata.namespace, and how each reads its value.</summary>
    public virtual IReadOnlyDictionary<string, Func<KubeObject, string>> SelectableFields => EmptyMap<Func<KubeObject, string>>.Value;

    public GroupResource Resource => new(Group, Plural);

    /// <summary>The resource under which objects are kept: another one where two groups serve the same objects (events).</summary>
    public virtual GroupResource StoredResource => Resource;

    /// <summary>The record type under which objects are kept: another version's where several are served.</summary>
    public virtual Type StoredType => ObjectType;

    /// <summary>Whether objects are stored in this version.</summary>
    public virtual bool IsStorageVersion => WritesInVersion;

    /// <summary>Whether the grain of an object knows this version's fields; else what clients send is brought into the stored version first.</summary>
    public bool WritesInVersion => ReferenceEquals(StoredType, ObjectType);

    /// <summary>Whether what is stored is what clients get, byte for byte.</summary>
    public virtual bool ServesStoredBytes => IsStorageVersion;

    /// <summary>The shape of the objects: what patches merge by and server-side apply tracks.</summary>
    public virtual TypeSchema Schema => TypeSchema.Of(ObjectType);

    /// <summary>Whether clients may send strategic merge patches.</summary>
    public virtual bool MergesStrategically => true;

    /// <summary>Decodes a JSON body that should hold such an object.</summary>
    /// <exception cref="Errors.StatusException">400: the body is not such an object.</exception>
    public virtual DecodedBody Read(ReadOnlySpan<byte> json, FieldValidation validation, IReadOnlyList<string> duplicates) => BodyReader.Read(ObjectType, json, validation, duplicates);

    /// <summary>Decodes the outcome of a patch.</summary>
    /// <exception cref="Errors.StatusException">422: the patch made something that is not such an object.</exception>
    public virtual DecodedBody ReadPatched(ReadOnlySpan<byte> json, FieldValidation validation, ReadOnlySpan<byte> strategicPatch) => BodyReader.ReadPatched(ObjectType, json, validation, strategicPatch);

    /// <summary>What differs between two states of an object, for the record of who owns which field.</summary>
    public virtual FieldChanges Compare(KubeObject old, KubeObject value) => RecordComparison.Between(old, value);

    /// <summary>The key of an object in the store.</summary>
    public ObjectKey Key(string @namespace, string name) => new(StoredResource, Namespaced ? @namespace : "", name);

    /// <summary>Subresources other than status and scale.</summary>
    protected virtual IReadOnlyList<Subresource> Particular => [];

    private List<Subresource> ListSubresources()
    {
        var subresources = new List<Subresource>(Particular);
        if (Scale is not null) subresources.Add(Subresource.Scale);
        if (HasStatus) subresources.Add(Subresource.View("status", Kind) with { Prepare = PrepareForStatusUpdate, Validate = ValidateStatusUpdate });
        subresources.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return subresources;
    }

    /// <summary>The object in the stored version. Inverse of <see cref="FromStored"/>.</summary>
    public virtual KubeObject ToStored(KubeObject value) => value;

    /// <summary>A stored object in this version.</summary>
    public virtual KubeObject FromStored(KubeObject stored) => stored;

    /// <summary>Fills in the defaults of the versioned API. Idempotent; returns the same instance when nothing is missing.</summary>
    public abstract KubeObject Default(KubeObject value);

    /// <summary>Whether a deletion that does not say what becomes of the dependents lets them go. Two old kinds do so, for the sake of old clients.</summary>
    public virtual bool OrphansByDefault => false;

    /// <summary>What is told to whoever lets dependents go without having said so, or null.</summary>
    public virtual string? OrphanWarning => null;

    /// <summary>Whether the answer to a deletion is the object even when it is gone at once; else it is a Status.</summary>
    public virtual bool ReturnsDeleted => false;

    /// <summary>Drops what a client may not set on create (status) and sets what the server gives. Name, uid and times are set elsewhere.</summary>
    public abstract KubeObject PrepareForCreate(KubeObject value);

    /// <summary>Keeps what a client may not change on a write of the object itself (by default the status).</summary>
    public abstract KubeObject PrepareForUpdate(KubeObject value, KubeObject old);

    /// <summary>Whether a write of the status leaves labels, annotations, finalizers and owners as they are. Most kinds let it change them.</summary>
    protected virtual bool StatusKeepsMetadata => false;

    /// <summary>The old object with nothing but its status (and metadata that a status write may change) taken from <paramref name="value"/>.</summary>
    public virtual KubeObject PrepareForStatusUpdate(KubeObject value, KubeObject old) => WithStatusOf(old, value) with
    {
        Metadata = !StatusKeepsMetadata ? value.Metadata : old.Metadata with
        {
            ManagedFields = value.Metadata.ManagedFields,
            ResourceVersion = value.Metadata.ResourceVersion,
        },
    };

    /// <summary>Whether an update changes the desired state, so that the generation counts it.</summary>
    public virtual bool ChangesDesiredState(KubeObject value, KubeObject old) =>
        !Structural.Equal(WithStatusOf(value, old) with { Metadata = old.Metadata }, old);

    /// <summary>Validates the content of an object beyond its metadata (<see cref="ObjectValidation"/> does both). Paths start at the object.</summary>
    public abstract IReadOnlyList<FieldError> Validate(KubeObject value);

    /// <summary>Validates what matters on create only. Called in addition to <see cref="Validate"/>.</summary>
    public abstract IReadOnlyList<FieldError> ValidateCreate(KubeObject value);

    /// <summary>Validates an update: immutable fields and forbidden changes. Called in addition to <see cref="Validate"/>.</summary>
    public abstract IReadOnlyList<FieldError> ValidateUpdate(KubeObject value, KubeObject old);

    public abstract IReadOnlyList<FieldError> ValidateStatusUpdate(KubeObject value, KubeObject old);

    /// <summary>What is wrong with a name of this kind. By default a DNS subdomain.</summary>
    public virtual IEnumerable<string> ValidateName(string name, bool isPrefix) => Names.DnsSubdomain(name, isPrefix);

    /// <summary>Warnings that a client is shown (HTTP <c>Warning: 299</c>).</summary>
    public abstract IEnumerable<string> Warnings(KubeObject value, KubeObject? old);

    /// <summary><paramref name="target"/> with the status of <paramref name="source"/>.</summary>
    public abstract KubeObject WithStatusOf(KubeObject target, KubeObject source);
}
