using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>
/// Parts of volumes. What is in a volume is up to the pod, links that lead out of it included, so the kernel resolves a path beneath the
/// volume, and what it found is mounted at a place of the agent's before the runtime sees it.
/// </summary>
internal static partial class SubPaths
{
    private const int OpenAtNumber = 437;
    private const ulong PathOnly = 0x200000 | 0x80000;
    private const ulong Beneath = 0x08 | 0x02;
    private const int NotFound = 2;
    private const int AlreadyExists = 17;
    private const int CurrentFolder = -100;
    private const int Permissions = 0b111_111_111_111;

    /// <summary>Makes the folder that a sub-path names, and those above it, unless something is there. They get the volume's own mode.</summary>
    /// <exception cref="IOException">The path leaves the volume.</exception>
    public static void Make(string volume, string path)
    {
        using var root = Open(null, volume, 0);
        using var existing = TryOpen(root, path, Beneath);
        if (existing is not null) return;
        var mode = (int)File.GetUnixFileMode(volume) & Permissions;
        var current = "";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            using var parent = current.Length == 0 ? Open(null, volume, 0) : Open(root, current, Beneath);
            if (MakeFolderAt(parent, part, (uint)mode) == 0) File.SetUnixFileMode($"{Descriptor(parent)}/{part}", (UnixFileMode)mode);
            else if (Marshal.GetLastPInvokeError() != AlreadyExists) throw new IOException($"cannot make {path}: {Marshal.GetLastPInvokeErrorMessage()}");
            current = current.Length == 0 ? part : $"{current}/{part}";
        }
    }

    /// <summary>Mounts what a sub-path leads to at a place that is made for it.</summary>
    /// <exception cref="IOException">The path leaves the volume, or there is nothing.</exception>
    public static void Mount(string volume, string path, string target)
    {
        using var root = Open(null, volume, 0);
        using var found = Open(root, path, Beneath);
        Mounts.UnmountAll(target);
        if (Directory.Exists(Descriptor(found)))
        {
            if (File.Exists(target)) File.Delete(target);
            Directory.CreateDirectory(target);
        }
        else
        {
            if (Directory.Exists(target)) Directory.Delete(target);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Create(target).Dispose();
        }

        Mounts.MountBind(Descriptor(found), target);
    }

    private static string Descriptor(SafeFileHandle handle) => $"/proc/self/fd/{handle.DangerousGetHandle()}";

    private static SafeFileHandle Open(SafeFileHandle? root, string path, ulong resolve) =>
        TryOpen(root, path, resolve) ?? throw new IOException($"cannot open {path}: {Marshal.GetLastPInvokeErrorMessage()}");

    private static SafeFileHandle? TryOpen(SafeFileHandle? root, string path, ulong resolve)
    {
        var how = new OpenHow { Flags = PathOnly, Resolve = resolve };
        var result = OpenAt(OpenAtNumber, root?.DangerousGetHandle() ?? CurrentFolder, path, in how, (nuint)Marshal.SizeOf<OpenHow>());
        if (result >= 0) return new SafeFileHandle((nint)result, ownsHandle: true);
        return Marshal.GetLastPInvokeError() == NotFound ? null : throw new IOException($"cannot open {path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial long OpenAt(long number, nint folder, string path, in OpenHow how, nuint size);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFolderAt(SafeFileHandle folder, string name, uint mode);
}
