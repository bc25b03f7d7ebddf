using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Kube.Model.Json;

namespace Orleans.Kube.Model.Schema;

/// <summary>One field of a record: its JSON name, what it holds, and the facts that its attributes state.</summary>
public sealed class FieldSchema
{
    private readonly Type? _owner;
    private readonly PropertyInfo? _property;
    private readonly TypeSchema? _value;
    private readonly MergeStyle? _declared;
    private FieldAccess? _access;
    private Func<object, object?, bool>? _isWritten;

    internal FieldSchema(Type owner, PropertyInfo property, int ordinal)
    {
        (_property, Ordinal, _owner) = (property, ordinal, owner);
        var attributes = new FieldFacts(property.GetCustomAttributes(inherit: false));
        Name = attributes.Find<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        AlwaysWritten = attributes.Has<AlwaysWrittenAttribute>();
        Required = (AlwaysWritten && !attributes.Has<OptionalAttribute>()) || owner.GetCustomAttribute<RequiredFieldsAttribute>()?.Names.Contains(Name) == true;
        Constants = attributes.Find<ValuesAttribute>()?.Constants;
        Default = attributes.Find<DefaultAttribute>()?.Value;
        Keys = attributes.Find<ListMapAttribute>()?.Keys ?? [];
        var patch = attributes.Find<PatchMergeAttribute>();
        (PatchMerges, PatchKey) = (patch is not null, patch?.Key);
        PatchRetainsKeys = attributes.Has<PatchRetainKeysAttribute>();
        PatchReplaces = attributes.Has<PatchReplaceAttribute>();
        _declared = Keys.Count > 0 ? MergeStyle.KeyedList
            : attributes.Has<ListSetAttribute>() ? MergeStyle.Set
            : attributes.Has<AtomicAttribute>() ? MergeStyle.Atomic
            : attributes.Has<GranularAttribute>() ? MergeStyle.Granular
            : null;
        AcceptsNull = !property.PropertyType.IsValueType || Nullable.GetUnderlyingType(property.PropertyType) is not null;
    }

    /// <summary>A field of an object without a record.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">What it holds.</param>
    /// <param name="ordinal">Its position among the fields; -1 for one that stands for all other names.</param>
    /// <param name="merge">How server-side apply treats it; null for what follows from the value.</param>
    /// <param name="keys">The keys of a keyed list.</param>
    /// <param name="default">What a missing value means.</param>
    internal FieldSchema(string name, TypeSchema value, int ordinal, MergeStyle? merge, IReadOnlyList<string> keys, object? @default)
    {
        (Name, _value, Ordinal, _declared, Keys, Default) = (name, value, ordinal, merge, keys, @default);
        AcceptsNull = true;
    }

    internal static FieldSchema OfOthers(TypeSchema value) => new("*", value, -1, null, [], null);

    /// <summary>The property of the record that holds the field.</summary>
    /// <exception cref="InvalidOperationException">The objects have no record.</exception>
    public PropertyInfo Property => _property ?? throw new InvalidOperationException($"{Name} is no field of a record");

    /// <summary>Whether it stands for all fields that have no schema of their own.</summary>
    internal bool IsOthers => Ordinal < 0;

    /// <summary>The position among the record's fields.</summary>
    public int Ordinal { get; }

    public string Name { get; }

    /// <summary>The field's step in the paths of managedFields: <c>f:name</c>.</summary>
    internal string PathElement => field ??= Ownership.PathElement.Field(Name);

    /// <summary>Whether an object without it is incomplete.</summary>
    public bool Required { get; }

    /// <summary>Whether the field is written even when it is empty.</summary>
    public bool AlwaysWritten { get; }

    /// <summary>The class whose constants are the known values, or null.</summary>
    public Type? Constants { get; }

    /// <summary>What a missing value means, or null.</summary>
    public object? Default { get; }

    /// <summary>The key fields of a <see cref="MergeStyle.KeyedList"/>.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Whether a strategic merge patch merges this list: by <see cref="PatchKey"/>, or as a set of scalars.</summary>
    public bool PatchMerges { get; }

    public string? PatchKey { get; }

    /// <summary>Whether a strategic merge patch may name the keys to keep (<c>$retainKeys</c>).</summary>
    public bool PatchRetainsKeys { get; }

    /// <summary>Whether a strategic merge patch takes the place of the value.</summary>
    public bool PatchReplaces { get; }

    /// <summary>What the field holds.</summary>
    public TypeSchema Value => field ??= _value ?? TypeSchema.Of(Property.PropertyType);

    /// <summary>How server-side apply treats the content.</summary>
    public MergeStyle Merge => _declared ?? Value.DefaultMerge;

    /// <summary>Whether the field itself says how, rather than its type.</summary>
    public bool DeclaresMerge => _declared is not null;

    internal bool AcceptsNull { get; }

    public override string ToString() => $"{_property?.DeclaringType?.Name}.{Name}";

    private FieldAccess Access => _access ??= FieldAccess.Of(Property);

    /// <summary>The value in a record of this type, or null where its JSON leaves the field out.</summary>
    internal object? Read(object record)
    {
        var value = Get(record);
        if (value is null) return null;
        _isWritten ??= OmitEmpty.RuleOf(this, new Lazy<object?>(() => Activator.CreateInstance(_owner!))) ?? (static (_, _) => true);
        return _isWritten(record, value) ? value : null;
    }

    internal object? Get(object record) => Access.Get(record);

    internal void Set(object record, object? value) => Access.Set(record, value);
}
