using System.Globalization;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Meta;

namespace Orleans.Kube.Controllers.Tests;

/// <summary>
/// A cluster's objects by the rules of writing: what saw an older revision is refused, a part is replaced alone, a status survives, finalizers hold up a
/// deletion. Every earlier state can be looked at, as a planner does that the news has not reached.
/// </summary>
internal sealed class Shelf
{
    private readonly List<Snapshot> _history = [Snapshot.Empty];

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Snapshot Latest => _history[^1];

    /// <summary>The state so many writes ago, but none before a revision.</summary>
    public Snapshot Ago(int writes, long least = 0) => _history[(int)Math.Max(least, Latest.Revision - writes)];

    /// <summary>What somebody writes: the object as it is given, its status too.</summary>
    public TObject Put<TObject>(GroupResource resource, TObject value) where TObject : KubeObject =>
        (TObject)Store(new ObjectKey(resource, value.Metadata.Namespace, value.Metadata.Name), value, Find(resource, value));

    /// <summary>What somebody deletes, if it is there.</summary>
    public void Delete(ObjectKey key)
    {
        if (Latest.Find(key)?.As<KubeObject>() is not { Metadata.DeletionTimestamp: null } target) return;
        Store(key, target with { Metadata = target.Metadata with { DeletionTimestamp = Now } }, target);
    }

    /// <summary>Carries out a write.</summary>
    /// <returns>Whether it was not refused; deleting what is gone is no refusal.</returns>
    public bool Apply(ObjectWrite write)
    {
        var stored = Latest.Find(write.Key)?.As<KubeObject>();
        switch (write)
        {
            case ObjectCreation creation when stored is null:
                Store(write.Key, creation.Content, null);
                return true;
            case ObjectReplacement { Content: var content } replacement when stored is not null && content.Metadata.Uid == stored.Metadata.Uid:
                if (content.Metadata.ResourceVersion.Length > 0 && content.Metadata.ResourceVersion != stored.Metadata.ResourceVersion) return false;
                Store(write.Key, replacement.Subresource.Length == 0 ? WithStatusOf(content, stored) : WithStatusOf(stored, content), stored);
                return true;
            case ObjectDeletion deletion:
                if (stored?.Metadata.Uid == deletion.Uid) Delete(write.Key);
                return true;
            default:
                return false;
        }
    }

    private KubeObject? Find(GroupResource resource, KubeObject value) => Latest.Find(new ObjectKey(resource, value.Metadata.Namespace, value.Metadata.Name))?.As<KubeObject>();

    private KubeObject Store(ObjectKey key, KubeObject value, KubeObject? old)
    {
        var revision = Latest.Revision + 1;
        var stored = value with
        {
            Metadata = value.Metadata with
            {
                Uid = old?.Metadata.Uid ?? $"uid-{revision}", CreationTimestamp = old?.Metadata.CreationTimestamp ?? Now, ResourceVersion = revision.ToString(CultureInfo.InvariantCulture),
            },
        };
        _history.Add(stored.Metadata is { DeletionTimestamp: not null, Finalizers.Count: 0 } ? Latest.Without(key) : Latest.With(ApiObject.FromContent(key, stored)));
        return stored;
    }

    private static KubeObject WithStatusOf(KubeObject content, KubeObject other)
    {
        var copy = content with { };
        if (content.GetType().GetProperty("Status") is { } status) status.SetValue(copy, status.GetValue(other));
        return copy;
    }
}
