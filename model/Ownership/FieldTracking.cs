using System.Collections.Concurrent;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Model.Ownership;

/// <summary>
/// Keeps metadata.managedFields true on every write that is no apply: the writer owns what it changed, alone; what is gone has no owner.
/// An object that was rid of its managedFields gets none until it is applied.
/// Pure, and priced by the change: see <see cref="RecordComparison"/>.
/// </summary>
public static class FieldTracking
{
    private static readonly ConcurrentDictionary<Type, KubeObject> EmptyObjects = new();

    /// <summary><paramref name="value"/> with its managedFields brought up to date.</summary>
    /// <param name="old">The stored state, or null when the object is created.</param>
    /// <param name="value">The state to be stored: defaulted, and with what the writer may not change already put back.</param>
    /// <param name="writer">Who writes.</param>
    /// <param name="now">When.</param>
    /// <param name="compare">Finds what differs; null for records, whose fields are compared.</param>
    public static TObject Track<TObject>(
        KubeObject? old, TObject value, FieldWriter writer, DateTimeOffset now, Func<KubeObject, KubeObject, FieldChanges>? compare = null) where TObject : KubeObject
    {
        var known = old?.Metadata.ManagedFields ?? [];
        if (old is not null && known.Count == 0 && value.Metadata.ManagedFields.Count == 0) return value;
        var changes = (compare ?? RecordComparison.Between)(old ?? Empty(value.GetType()), value);
        if (changes.IsEmpty) return ReferenceEquals(value.Metadata.ManagedFields, known) ? value : With(value, FieldOwners.Of(value.Metadata.ManagedFields, known).Encode());

        var owners = FieldOwners.Of(value.Metadata.ManagedFields, known);
        var written = changes.Written;
        var self = owners.Find(writer, ManagedFieldsOperationType.Update);
        owners.Take(written, except: self);
        owners.Take(changes.Removed, except: null);
        if (!written.IsEmpty)
        {
            self = owners.Find(writer, ManagedFieldsOperationType.Update);
            owners.Put(writer, ManagedFieldsOperationType.Update, Joined(self, writer, written, now));
        }

        return With(value, owners.Encode());
    }

    /// <summary>Whether two lists are the same but for when their owners wrote.</summary>
    public static bool DifferInTime(IReadOnlyList<ManagedFieldsEntry> known, IReadOnlyList<ManagedFieldsEntry> owners) =>
        known.Count == owners.Count && known.Zip(owners).All(static pair => new FieldOwner(pair.First).IsSame(new FieldOwner(pair.Second)));

    internal static TObject With<TObject>(TObject value, IReadOnlyList<ManagedFieldsEntry> entries) where TObject : KubeObject =>
        (TObject)(((KubeObject)value) with { Metadata = value.Metadata with { ManagedFields = entries } });

    /// <summary>An object of a type with nothing in it; one for all.</summary>
    public static KubeObject Empty(Type type) => EmptyObjects.GetOrAdd(type, static t => (KubeObject)Activator.CreateInstance(t)!);

    /// <summary>An entry that already has the fields keeps its encoding: only its time moves.</summary>
    private static FieldOwner Joined(FieldOwner? self, FieldWriter writer, FieldSet written, DateTimeOffset now)
    {
        if (self is null) return FieldOwner.New(writer, ManagedFieldsOperationType.Update, written, now);
        return self.Covers(written) ? self.At(now) : FieldOwner.New(writer, ManagedFieldsOperationType.Update, self.Fields.Union(written), now);
    }
}
