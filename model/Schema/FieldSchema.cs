using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Schema;

/// <summary>One field of a record: its JSON name, what it holds, and the facts that its attributes state.</summary>
public sealed class FieldSchema
{
    private readonly Lazy<TypeSchema> _value;
    private readonly Lazy<JsonPropertyInfo> _access;
    private MergeStyle? _merge;

    internal FieldSchema(Type owner, PropertyInfo property, int ordinal)
    {
        (Property, Ordinal) = (property, ordinal);
        Name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        Required = property.IsDefined(typeof(AlwaysWrittenAttribute)) && !property.IsDefined(typeof(OptionalAttribute));
        Constants = property.GetCustomAttribute<ValuesAttribute>()?.Constants;
        Default = property.GetCustomAttribute<DefaultAttribute>()?.Value;
        Keys = property.GetCustomAttribute<ListMapAttribute>()?.Keys ?? [];
        var patch = property.GetCustomAttribute<PatchMergeAttribute>();
        (PatchMerges, PatchKey) = (patch is not null, patch?.Key);
        PatchRetainsKeys = property.IsDefined(typeof(PatchRetainKeysAttribute));
        AcceptsNull = !property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null;
        _access = new Lazy<JsonPropertyInfo>(() => Access(property.DeclaringType!.IsAbstract ? owner : property.DeclaringType));
        _value = new Lazy<TypeSchema>(() => TypeSchema.Of(property.PropertyType));
    }

    public PropertyInfo Property { get; }

    /// <summary>The position among the record's fields.</summary>
    public int Ordinal { get; }

    public string Name { get; }

    /// <summary>The field's step in the paths of managedFields: <c>f:name</c>.</summary>
    internal string PathElement => field ??= Ownership.PathElement.Field(Name);

    /// <summary>Whether an object without it is incomplete.</summary>
    public bool Required { get; }

    /// <summary>The class whose constants are the known values, or null.</summary>
    public Type? Constants { get; }

    /// <summary>What a missing value means, or null.</summary>
    public string? Default { get; }

    /// <summary>The key fields of a <see cref="MergeStyle.KeyedList"/>.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Whether a strategic merge patch merges this list: by <see cref="PatchKey"/>, or as a set of scalars.</summary>
    public bool PatchMerges { get; }

    public string? PatchKey { get; }

    /// <summary>Whether a strategic merge patch may name the keys to keep (<c>$retainKeys</c>).</summary>
    public bool PatchRetainsKeys { get; }

    /// <summary>What the field holds.</summary>
    public TypeSchema Value => _value.Value;

    /// <summary>How server-side apply treats the content.</summary>
    public MergeStyle Merge => _merge ??= FindMerge();

    internal bool AcceptsNull { get; }

    public override string ToString() => $"{Property.DeclaringType?.Name}.{Name}";

    /// <summary>The value in a record of this type, or null where its JSON leaves the field out.</summary>
    internal object? Read(object record)
    {
        var access = _access.Value;
        var value = access.Get!(record);
        return value is null || (access.ShouldSerialize is { } written && !written(record, value)) ? null : value;
    }

    private JsonPropertyInfo Access(Type owner) => KubeJson.Options.GetTypeInfo(owner).Properties.First(p => p.Name == Name);

    private MergeStyle FindMerge()
    {
        if (Keys.Count > 0) return MergeStyle.KeyedList;
        if (Property.IsDefined(typeof(ListSetAttribute))) return MergeStyle.Set;
        return Property.IsDefined(typeof(AtomicAttribute)) ? MergeStyle.Atomic : Value.DefaultMerge;
    }
}
