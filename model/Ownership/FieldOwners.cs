using System.Text.Json;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Ownership;

/// <summary>All owners of an object's fields: managedFields between decoding and encoding.</summary>
internal sealed class FieldOwners
{
    /// <summary>How many updating managers an object remembers; older ones are merged into one entry.</summary>
    private const int MostUpdaters = 10;
    private const string OldUpdates = "ancient-changes";

    private readonly List<FieldOwner> _owners;

    /// <summary>Of two entries of one writer the last one counts: a write of the scale can leave such.</summary>
    private FieldOwners(IEnumerable<FieldOwner> owners)
    {
        _owners = [];
        foreach (var owner in owners)
        {
            _owners.RemoveAll(owner.IsOfSameWriter);
            _owners.Add(owner);
        }
    }

    public static FieldOwners None => new([]);

    public IReadOnlyList<FieldOwner> All => _owners;

    /// <summary>The owners that a write starts from: those it brings along, or without any the ones the object has.</summary>
    public static FieldOwners Of(IReadOnlyList<ManagedFieldsEntry> brought, IReadOnlyList<ManagedFieldsEntry> known)
    {
        if (brought.Count == 1 && brought[0] == new ManagedFieldsEntry()) return new FieldOwners([]);
        return ReferenceEquals(brought, known) || brought.Count == 0 || !brought.All(IsValid)
            ? new FieldOwners(known.Where(IsValid).Select(static e => new FieldOwner(e)))
            : new FieldOwners(brought.Select(static e => new FieldOwner(e, FieldSet.Parse(e.FieldsV1!.Value))));
    }

    public FieldOwner? Find(FieldWriter writer, string operation) => _owners.Find(o => o.Is(writer, operation));

    /// <summary>Makes this the writer's entry.</summary>
    public void Put(FieldWriter writer, string operation, FieldOwner owner)
    {
        _owners.RemoveAll(o => o.Is(writer, operation));
        if (!owner.IsEmpty) _owners.Add(owner);
    }

    /// <summary>One more entry, whoever else has one.</summary>
    public void Add(FieldOwner owner) => _owners.Add(owner);

    /// <summary>Takes fields from every owner but <paramref name="except"/>.</summary>
    public void Take(FieldSet fields, FieldOwner? except)
    {
        if (fields.IsEmpty) return;
        for (var index = _owners.Count - 1; index >= 0; index--)
        {
            var owner = _owners[index];
            if (owner == except || !owner.Overlaps(fields)) continue;
            var rest = owner.Fields.Difference(fields);
            if (rest.IsEmpty) _owners.RemoveAt(index);
            else _owners[index] = owner.With(rest);
        }
    }

    /// <summary>Everything that anyone owns.</summary>
    public FieldSet Union() => _owners.Aggregate(FieldSet.Empty, static (all, owner) => all.Union(owner.Fields));

    /// <summary>Whether the object has these owners of these fields already, whenever they wrote.</summary>
    public bool AreThoseOf(KubeObject value)
    {
        var known = Of([], value.Metadata.ManagedFields)._owners;
        return known.Count == _owners.Count && _owners.All(mine => known.Exists(theirs => mine.IsSame(theirs)));
    }

    /// <summary>The entries as Kubernetes orders them, old ones merged where there are too many.</summary>
    public IReadOnlyList<ManagedFieldsEntry> Encode()
    {
        MergeOldUpdates();
        return InOrder();
    }

    /// <summary>The entries as Kubernetes orders them: applied before updated, oldest first.</summary>
    public IReadOnlyList<ManagedFieldsEntry> InOrder() =>
    [
        .. _owners
            .OrderBy(static o => o.Entry.Operation, StringComparer.Ordinal)
            .ThenBy(static o => o.Entry.Time?.ToUnixTimeSeconds() ?? 0)
            .ThenBy(static o => o.Entry.Manager, StringComparer.Ordinal)
            .ThenBy(static o => o.Entry.ApiVersion, StringComparer.Ordinal)
            .ThenBy(static o => o.Entry.Subresource, StringComparer.Ordinal)
            .Select(static o => o.Encode()),
    ];

    private static bool IsValid(ManagedFieldsEntry entry) =>
        entry.FieldsV1 is { ValueKind: JsonValueKind.Object } && entry.Operation is ManagedFieldsOperationType.Apply or ManagedFieldsOperationType.Update;

    private void MergeOldUpdates()
    {
        var excess = _owners.Count(static o => !o.IsApply) - MostUpdaters;
        if (excess <= 0) return;
        var oldest = _owners.Where(static o => !o.IsApply).OrderBy(static o => o.Entry.Time).ThenBy(static o => o.Entry.Manager, StringComparer.Ordinal).ToList();
        var first = new Dictionary<string, FieldOwner>(StringComparer.Ordinal);
        foreach (var owner in oldest)
        {
            if (excess == 0) break;
            if (first.TryAdd(owner.Entry.ApiVersion, owner)) continue;
            var bucket = first[owner.Entry.ApiVersion];
            var writer = new FieldWriter(OldUpdates, owner.Entry.ApiVersion);
            var merged = FieldOwner.New(writer, ManagedFieldsOperationType.Update, bucket.Fields.Union(owner.Fields), owner.Entry.Time);
            _owners.Remove(bucket);
            _owners.Remove(owner);
            _owners.Add(first[owner.Entry.ApiVersion] = merged);
            excess--;
        }
    }
}
