using System.Globalization;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;

namespace Orleans.Kube.Controllers.Deployments;

/// <summary>Names and recognises pod templates.</summary>
public static class PodTemplateHash
{
    public const string Label = "pod-template-hash";

    /// <summary>
    /// A short stable name of a template: FNV-1a of its canonical JSON and the collision count. Equal templates have equal names on every
    /// machine; different ones may collide, which a higher collision count resolves.
    /// </summary>
    public static string Compute(PodTemplateSpec template, int? collisions)
    {
        var hash = Fnv(2166136261, CanonicalJson.Write(template));
        if (collisions is { } count) hash = Fnv(hash, BitConverter.GetBytes(count));
        return SafeText.Encode(hash.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The oldest ReplicaSet whose template is the wanted one, whatever its hash label says.</summary>
    public static ReplicaSet? FindMatching(IEnumerable<ReplicaSet> oldestFirst, PodTemplateSpec template)
    {
        byte[]? wanted = null;
        foreach (var set in oldestFirst)
        {
            if (SurelyDiffers(set.Spec.Template.Spec, template.Spec)) continue;
            wanted ??= Comparable(template);
            if (wanted.AsSpan().SequenceEqual(Comparable(set.Spec.Template))) return set;
        }

        return null;
    }

    private static byte[] Comparable(PodTemplateSpec template) => CanonicalJson.Write(
        template with { Metadata = template.Metadata with { Labels = template.Metadata.Labels.Without(Label) } }).ToArray();

    /// <summary>Tells most revisions apart without writing them out.</summary>
    private static bool SurelyDiffers(PodSpec left, PodSpec right)
    {
        if (left.Containers.Count != right.Containers.Count) return true;
        for (var i = 0; i < left.Containers.Count; i++)
            if (left.Containers[i].Image != right.Containers[i].Image) return true;
        return false;
    }

    private static uint Fnv(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) hash = unchecked((hash ^ value) * 16777619);
        return hash;
    }
}
