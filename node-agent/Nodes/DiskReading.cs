using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>What a disk has left at one moment.</summary>
/// <param name="Available">Free room for everybody, in bytes.</param>
/// <param name="Total">Its size in bytes.</param>
/// <param name="InodesFree">How many more files it can hold.</param>
/// <param name="Inodes">How many it can hold altogether; 0 where it has no such bound.</param>
/// <param name="Id">Tells file systems apart.</param>
public readonly partial record struct DiskReading(long Available, long Total, long InodesFree, long Inodes, ulong Id)
{
    /// <summary>What is taken; together with what is available less than all where some is kept for the administrator.</summary>
    public long Used { get; init; }

    /// <summary>How many files there are.</summary>
    public long InodesUsed { get; init; } = Inodes - InodesFree;

    /// <summary>Reads the file system that a path is on.</summary>
    /// <exception cref="IOException">There is no such path.</exception>
    public static DiskReading Of(string path)
    {
        if (Statvfs(path, out var found) != 0) throw new IOException($"the disk of {path} cannot be looked at: {Marshal.GetLastPInvokeErrorMessage()}");
        return new DiskReading((long)(found.BlocksAvailable * found.Fragment), (long)(found.Blocks * found.Fragment), (long)found.FilesFree, (long)found.Files, found.Id)
        {
            Used = (long)((found.Blocks - found.BlocksFree) * found.Fragment),
        };
    }

    [LibraryImport("libc", EntryPoint = "statvfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statvfs(string path, out Facts facts);

    // struct statvfs of 64-bit Linux; larger than it is, for what follows the fields in one C library or another.
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Facts
    {
        public ulong Block;
        public ulong Fragment;
        public ulong Blocks;
        public ulong BlocksFree;
        public ulong BlocksAvailable;
        public ulong Files;
        public ulong FilesFree;
        public ulong FilesAvailable;
        public ulong Id;
    }
}
