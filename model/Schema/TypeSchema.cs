using System.Collections.Concurrent;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orleans.Kube.Model.ApiExtensions;

namespace Orleans.Kube.Model.Schema;

/// <summary>
/// The shape of a type of the model, read from its properties once: what decoding checks, patches merge by, server-side apply tracks and
/// OpenAPI publishes.
/// </summary>
public sealed class TypeSchema
{
    private const int LongestName = 256;
    private static readonly ConcurrentDictionary<Type, TypeSchema> Known = new();

    private readonly Dictionary<string, FieldSchema> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FieldSchema>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly FieldSchema? _other;
    private TypeSchema? _element;

    private TypeSchema(Type type)
        : this(Nullable.GetUnderlyingType(type) ?? type, KindOf(Nullable.GetUnderlyingType(type) ?? type), null) =>
        IsAtomic = Type.IsDefined(typeof(AtomicAttribute), false);

    /// <param name="type">The .NET type that holds such values.</param>
    /// <param name="kind">What they are.</param>
    /// <param name="fields">The fields of a struct; null for those of the record.</param>
    /// <param name="other">What a struct's fields of other names hold; null where there may be none.</param>
    private TypeSchema(Type type, ValueKind kind, IReadOnlyList<FieldSchema>? fields, TypeSchema? other = null)
    {
        (Type, Kind) = (type, kind);
        Fields = fields ?? (Kind == ValueKind.Struct ? ReadFields(Type) : []);
        foreach (var field in Fields) _byName.Add(field.Name, field);
        _bySpan = _byName.GetAlternateLookup<ReadOnlySpan<char>>();
        if (other is not null) _other = FieldSchema.OfOthers(other);
        else if (type == typeof(CustomObject) && fields is null) _other = FieldSchema.OfOthers(Deduced);
    }

    /// <summary>Values of any shape: objects are merged field by field, all else is replaced.</summary>
    public static TypeSchema Deduced { get; } = MakeDeduced();

    /// <summary>The .NET type, without <see cref="Nullable{T}"/>.</summary>
    public Type Type { get; }

    public ValueKind Kind { get; }

    /// <summary>The fields of a struct, in the order in which they are written; otherwise none.</summary>
    public IReadOnlyList<FieldSchema> Fields { get; }

    /// <summary>What a list or a map holds; otherwise null.</summary>
    public TypeSchema? Element => Kind is ValueKind.List or ValueKind.Map ? _element ??= Of(Type.GetGenericArguments()[^1]) : null;

    /// <summary>Whether the type is replaced as a whole wherever it is used.</summary>
    public bool IsAtomic { get; }

    /// <summary>How server-side apply treats values of this type where the field says nothing.</summary>
    public MergeStyle DefaultMerge => Kind is ValueKind.Struct or ValueKind.Map && !IsAtomic ? MergeStyle.Granular : MergeStyle.Atomic;

    /// <summary>Whether this is <see cref="Deduced"/>, whose values may be anything.</summary>
    internal bool IsDeduced => ReferenceEquals(this, Deduced);

    /// <summary>Objects without a record, as custom resources describe them.</summary>
    internal static TypeSchema Struct(IReadOnlyList<FieldSchema> fields, TypeSchema? other) => new(typeof(CustomObject), ValueKind.Struct, fields, other);

    internal static TypeSchema List(TypeSchema element) => new(typeof(JsonElement), ValueKind.List, []) { _element = element };

    internal static TypeSchema Map(TypeSchema element) => new(typeof(JsonElement), ValueKind.Map, []) { _element = element };

    public static TypeSchema Of(Type type) => Known.GetOrAdd(type, static t => new TypeSchema(t));

    /// <summary>The field with this JSON name (case matters), or null.</summary>
    public FieldSchema? Find(string name) => _byName.GetValueOrDefault(name) ?? _other;

    /// <summary>The field with this JSON name, given as UTF-8 without escapes, or null.</summary>
    public FieldSchema? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > LongestName) return _other;
        Span<char> text = stackalloc char[LongestName];
        return _bySpan.TryGetValue(text[..Encoding.UTF8.GetChars(name, text)], out var field) ? field : _other;
    }

    public override string ToString() => $"{Kind} {Type.Name}";

    private static TypeSchema MakeDeduced()
    {
        var deduced = Map(null!);
        deduced._element = deduced;
        return deduced;
    }

    private static FieldSchema[] ReadFields(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static p => p.CanWrite && !p.IsDefined(typeof(JsonIgnoreAttribute)))
            .OrderBy(static p => p.GetCustomAttribute<JsonPropertyOrderAttribute>()?.Order ?? 0)
            .Select((p, ordinal) => new FieldSchema(type, p, ordinal)),
    ];

    private static ValueKind KindOf(Type type)
    {
        if (type == typeof(string)) return ValueKind.String;
        if (type == typeof(int)) return ValueKind.Int32;
        if (type == typeof(long)) return ValueKind.Int64;
        if (type == typeof(bool)) return ValueKind.Boolean;
        if (type == typeof(byte[])) return ValueKind.Bytes;
        if (type == typeof(DateTimeOffset)) return ValueKind.Time;
        if (type == typeof(MicroTime)) return ValueKind.MicroTime;
        if (type == typeof(Quantity)) return ValueKind.Quantity;
        if (type == typeof(IntOrString)) return ValueKind.IntOrString;
        if (type == typeof(JsonElement)) return ValueKind.Any;
        if (!type.IsGenericType) return ValueKind.Struct;
        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)) return ValueKind.List;
        if (type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) return ValueKind.Map;
        throw new NotSupportedException($"{type} is no type of the API");
    }
}
