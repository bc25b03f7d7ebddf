namespace Orleans.Kube.Model.Expressions.Types;

/// <summary>A type of the language. Equal by name and arguments; <see cref="MostElements"/> takes no part.</summary>
public sealed class CelType
{
    private readonly Func<string, CelField?>? _fields;

    private CelType(CelKind kind, string name, IReadOnlyList<CelType>? arguments = null, Func<string, CelField?>? fields = null)
    {
        (Kind, Name, Arguments, _fields) = (kind, name, arguments ?? [], fields);
    }

    public static CelType Null { get; } = new(CelKind.Null, "null");

    public static CelType Bool { get; } = new(CelKind.Bool, "bool");

    public static CelType Int { get; } = new(CelKind.Int, "int");

    public static CelType Uint { get; } = new(CelKind.Uint, "uint");

    public static CelType Double { get; } = new(CelKind.Double, "double");

    public static CelType String { get; } = new(CelKind.String, "string");

    public static CelType Bytes { get; } = new(CelKind.Bytes, "bytes");

    public static CelType Timestamp { get; } = new(CelKind.Timestamp, "timestamp");

    public static CelType Duration { get; } = new(CelKind.Duration, "duration");

    /// <summary>Anything: what it is shows when the expression runs.</summary>
    public static CelType Dyn { get; } = new(CelKind.Dyn, "dyn");

    public string Name { get; }

    /// <summary>What a list, a map, an optional or a type is of.</summary>
    internal IReadOnlyList<CelType> Arguments { get; }

    internal CelKind Kind { get; }

    /// <summary>How many items, entries or bytes values have at most; null where nothing says.</summary>
    public long? MostElements { get; private init; }

    public static CelType ListOf(CelType element) => new(CelKind.List, "list", [element]);

    public static CelType MapOf(CelType key, CelType value) => new(CelKind.Map, "map", [key, value]);

    /// <summary>An object of known fields.</summary>
    /// <param name="name">How errors call it.</param>
    /// <param name="fields">The field of a name, or null; asked each time, so that types may contain themselves.</param>
    public static CelType Object(string name, Func<string, CelField?> fields) => new(CelKind.Object, name, null, fields);

    internal static CelType Opaque(string name, params CelType[] arguments) => new(CelKind.Opaque, name, arguments);

    internal static CelType OptionalOf(CelType value) => Opaque("optional_type", value);

    internal static CelType TypeOf(CelType type) => new(CelKind.Type, "type", [type]);

    /// <summary>What stands for any type in a declaration, the same one wherever it has the same name.</summary>
    internal static CelType Parameter(string name) => new(CelKind.Parameter, name);

    internal bool IsOptional => Kind == CelKind.Opaque && Name == "optional_type";

    /// <summary>The same type of values of a known size.</summary>
    public CelType AtMost(long elements) => new(Kind, Name, Arguments, _fields) { MostElements = elements };

    internal CelType With(IReadOnlyList<CelType> arguments) => new(Kind, Name, arguments, _fields) { MostElements = MostElements };

    internal CelField? Field(string name) => _fields?.Invoke(name);

    internal bool Is(CelType other) =>
        ReferenceEquals(this, other) || (Kind == other.Kind && Name == other.Name && Arguments.Count == other.Arguments.Count && Arguments.Zip(other.Arguments).All(static p => p.First.Is(p.Second)));

    /// <summary>As errors show it.</summary>
    public override string ToString() => Arguments.Count == 0 ? Name : $"{Name}({string.Join(", ", Arguments)})";
}
