using System.Collections.Concurrent;
using Orleans.Kube.NodeAgent.Volumes;

namespace Orleans.Kube.NodeAgent.Csi;

/// <summary>What drivers were asked to do on this node, in the pods' folders.</summary>
public sealed class CsiRecords
{
    private readonly PodFolders _folders;
    private readonly ConcurrentDictionary<(string Uid, string Volume), CsiRecord> _known = new();

    public CsiRecords(PodFolders folders)
    {
        _folders = folders;
        foreach (var folder in Directory.Exists(folders.All) ? Directory.GetDirectories(folders.All).Select(f => folders.Csi(Path.GetFileName(f))).Where(Directory.Exists) : [])
            foreach (var file in Directory.EnumerateFiles(folder, "*.json"))
                if (CsiRecord.Read(File.ReadAllBytes(file)) is { } record) _known[(record.Uid, record.Volume)] = record;
    }

    /// <summary>Other volumes are in use now.</summary>
    public event Action? Changed;

    public IEnumerable<CsiRecord> All => _known.Values;

    /// <summary>The attached volumes that the node uses, by which others know not to detach them.</summary>
    public IReadOnlyList<string> InUse => [.. All.Select(static r => r.UniqueName).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    public CsiRecord? Find(string uid, string volume) => _known.GetValueOrDefault((uid, volume));

    public void Put(CsiRecord record)
    {
        var file = FileOf(record);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes($"{file}.new", record.Write());
        File.Move($"{file}.new", file, overwrite: true);
        var isNew = !_known.ContainsKey((record.Uid, record.Volume));
        _known[(record.Uid, record.Volume)] = record;
        if (isNew) Changed?.Invoke();
    }

    public void Remove(CsiRecord record)
    {
        var file = FileOf(record);
        if (File.Exists(file)) File.Delete(file);
        if (_known.TryRemove((record.Uid, record.Volume), out _)) Changed?.Invoke();
    }

    private string FileOf(CsiRecord record) => Path.Combine(_folders.Csi(record.Uid), $"{record.Volume}.json");
}
