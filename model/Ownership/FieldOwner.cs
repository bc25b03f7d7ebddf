using System.Text.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Ownership;

/// <summary>One entry of managedFields. Its set is decoded when a change may concern it.</summary>
internal sealed class FieldOwner
{
    private readonly JsonElement? _encoded;
    private FieldSet? _fields;

    public FieldOwner(ManagedFieldsEntry entry)
    {
        (Entry, _encoded) = (entry, entry.FieldsV1);
    }

    public FieldOwner(ManagedFieldsEntry entry, FieldSet fields)
    {
        (Entry, _fields) = (entry, fields);
    }

    /// <summary>The entry; its set may be outdated.</summary>
    public ManagedFieldsEntry Entry { get; private init; }

    public bool IsApply => Entry.Operation == ManagedFieldsOperationType.Apply;

    public FieldSet Fields => _fields ??= _encoded is { } encoded ? FieldSet.Parse(encoded) : FieldSet.Empty;

    public bool IsEmpty => _fields is { IsEmpty: true };

    /// <summary>Whether both entries are of one writer: what it applies and what it updates are different entries.</summary>
    public bool Is(FieldWriter writer, string operation) =>
        Entry.Operation == operation && Entry.Manager == writer.Manager && Entry.Subresource == writer.Subresource
        && (IsApply || Entry.ApiVersion == writer.ApiVersion);

    /// <summary>Whether both entries are of one writer.</summary>
    public bool IsOfSameWriter(FieldOwner other) =>
        Entry.Operation == other.Entry.Operation && Entry.Manager == other.Entry.Manager && Entry.Subresource == other.Entry.Subresource
        && (IsApply || Entry.ApiVersion == other.Entry.ApiVersion);

    /// <summary>Whether both are of one writer and have the same fields.</summary>
    public bool IsSame(FieldOwner other) =>
        Entry.Operation == other.Entry.Operation && Entry.Manager == other.Entry.Manager && Entry.Subresource == other.Entry.Subresource && Entry.ApiVersion == other.Entry.ApiVersion
        && Fields.Difference(other.Fields).IsEmpty && other.Fields.Difference(Fields).IsEmpty;

    /// <summary>Whether the owner has any of these fields. Reads the encoded set in place.</summary>
    public bool Overlaps(FieldSet fields) =>
        _fields is null && _encoded is { } encoded ? EncodedFields.Overlaps(encoded, fields) : !Fields.Intersection(fields).IsEmpty;

    /// <summary>Whether the owner has all of these fields. Reads the encoded set in place.</summary>
    public bool Covers(FieldSet fields) =>
        _fields is null && _encoded is { } encoded ? EncodedFields.Covers(encoded, fields) : fields.Difference(Fields).IsEmpty;

    public FieldOwner With(FieldSet fields) => new(Entry, fields);

    /// <summary>The writer's entry of another version and of other fields.</summary>
    public FieldOwner Of(string apiVersion, FieldSet fields, DateTimeOffset? time) => new(Entry with { ApiVersion = apiVersion, Time = time }, fields);

    public FieldOwner At(DateTimeOffset time) => _encoded is null ? new(Entry with { Time = time }, Fields) : new(Entry with { Time = time }) { _fields = _fields };

    /// <summary>The entry with its set as it is now.</summary>
    public ManagedFieldsEntry Encode() => _fields is null || _encoded is not null ? Entry : Entry with { FieldsType = "FieldsV1", FieldsV1 = _fields.ToFieldsV1() };

    public static FieldOwner New(FieldWriter writer, string operation, FieldSet fields, DateTimeOffset? time) => new(
        new ManagedFieldsEntry
        {
            Manager = writer.Manager, Operation = operation, ApiVersion = writer.ApiVersion, Subresource = writer.Subresource,
            Time = time, FieldsType = "FieldsV1",
        },
        fields);
}
