namespace Orleans.Kube.Model;

/// <summary>The field is written even when it is empty (Go: no <c>omitempty</c>). Unless also <see cref="OptionalAttribute"/>, it is required.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AlwaysWrittenAttribute : Attribute;

/// <summary>A field that is always written but need not be given.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionalAttribute : Attribute;

/// <summary>The fields of a record that must be given although they are left out when they are empty, or come from its base.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RequiredFieldsAttribute(params string[] names) : Attribute
{
    /// <summary>As JSON names them.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>The field takes one of the constants of a class such as <c>RestartPolicy</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValuesAttribute(Type constants) : Attribute
{
    public Type Constants { get; } = constants;
}

/// <summary>On a class of constants: there are no values but these, and OpenAPI says so.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ClosedAttribute : Attribute;

/// <summary>A list that server-side apply merges by these keys (<c>listType=map</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListMapAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys { get; } = keys;
}

/// <summary>A list of distinct scalars that server-side apply merges (<c>listType=set</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListSetAttribute : Attribute;

/// <summary>A list, map or struct that server-side apply replaces as a whole: in one field, or (on a record) wherever the record is used.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class AtomicAttribute : Attribute;

/// <summary>A field whose content server-side apply merges although its record is <see cref="AtomicAttribute"/> elsewhere.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GranularAttribute : Attribute;

/// <summary>A strategic merge patch puts its value in place of this struct instead of merging the two.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatchReplaceAttribute : Attribute;

/// <summary>A list that a strategic merge patch merges, by <see cref="Key"/> or, without one, as a set of scalars.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatchMergeAttribute(string? key = null) : Attribute
{
    public string? Key { get; } = key;
}

/// <summary>A strategic merge patch of this field keeps only the keys that it names in <c>$retainKeys</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatchRetainKeysAttribute : Attribute;

/// <summary>The value that stands for a missing one. Keys of a list need it to tell entries apart before they are defaulted.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DefaultAttribute(object value) : Attribute
{
    /// <summary>Text, a whole number or a flag; <c>{}</c> for an object with nothing in it.</summary>
    public object Value { get; } = value;
}

/// <summary>A record of which at most one field is set, and the field <see cref="Discriminator"/>, which says which.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UnionAttribute(string discriminator) : Attribute
{
    /// <summary>The name of the field in JSON. Its values are the names of the others, each with a capital.</summary>
    public string Discriminator { get; } = discriminator;
}

/// <summary>The type of a text in Kubernetes' own code, which messages name where the text is missing.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NamedTypeAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
