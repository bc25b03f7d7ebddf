using System.Text;
using Orleans.Kube.Model;
using Orleans.Kube.Model.Core;
using Orleans.Kube.NodeAgent.Variables;
using Orleans.Kube.NodeAgent.References;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>The files that objects become in a volume. Pure.</summary>
public static class ObjectFiles
{
    /// <summary>The mode of files whose volume names none.</summary>
    public const int DefaultMode = 0b110_100_100;

    public static IEnumerable<VolumeFile> Of(ConfigMap map, IReadOnlyList<KeyToPath> items, int? mode, bool? optional)
    {
        var all = map.Data.ToDictionary(p => p.Key, p => Encoding.UTF8.GetBytes(p.Value));
        foreach (var (key, value) in map.BinaryData) all[key] = value;
        return Select(all, items, mode, optional, "configmap references non-existent config key: ");
    }

    public static IEnumerable<VolumeFile> Of(Secret secret, IReadOnlyList<KeyToPath> items, int? mode, bool? optional) =>
        Select(secret.Data, items, mode, optional, "references non-existent secret key: ");

    public static IEnumerable<VolumeFile> Of(Pod pod, IReadOnlyList<DownwardAPIVolumeFile> items, int? mode, IReadOnlyDictionary<string, Quantity> allocatable) =>
        items.Select(item =>
        {
            var text = item.FieldRef is { } field ? DownwardFields.Field(pod, field.FieldPath)
                : item.ResourceFieldRef is { } resource ? DownwardFields.Resource(pod.Spec, new Container(), resource, allocatable)
                : "";
            return new VolumeFile(item.Path, Encoding.UTF8.GetBytes(text), item.Mode ?? mode ?? DefaultMode);
        });

    private static IEnumerable<VolumeFile> Select(
        IReadOnlyDictionary<string, byte[]> all, IReadOnlyList<KeyToPath> items, int? mode, bool? optional, string missing)
    {
        if (items.Count == 0) return all.Select(p => new VolumeFile(p.Key, p.Value, mode ?? DefaultMode));
        return items.Where(i => all.ContainsKey(i.Key) || (optional == true ? false : throw new ReferenceException(missing + i.Key)))
            .Select(i => new VolumeFile(i.Path, all[i.Key], i.Mode ?? mode ?? DefaultMode));
    }
}
