using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Volumes;

/// <summary>What the kernel says of a path: the parts of <c>statx</c> that .NET does not tell.</summary>
/// <param name="Kind">The file's type, a constant of <c>S_IFMT</c>.</param>
/// <param name="Group">The group it belongs to.</param>
/// <param name="Device">Of a device, its number as the kernel's tables show it: <c>7:0</c>.</param>
/// <param name="Number">The file's number on its disk.</param>
internal sealed partial record FileFacts(int Kind, uint Group, string Device, ulong Number)
{
    private const int CurrentFolder = -100;
    private const uint BasicFields = 0x7ff;
    private const int Size = 256;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;
    private const int NumberOffset = 32;
    private const int DeviceOffset = 128;
    private const int KindMask = 0xF000;

    public bool IsDirectory => Kind == 0x4000;

    public bool IsRegular => Kind == 0x8000;

    public bool IsSocket => Kind == 0xC000;

    public bool IsCharacterDevice => Kind == 0x2000;

    public bool IsBlockDevice => Kind == 0x6000;

    /// <summary>Follows links. Null when there is nothing there.</summary>
    public static FileFacts? Find(string path)
    {
        var buffer = new byte[Size];
        if (Statx(CurrentFolder, path, 0, BasicFields, buffer) != 0) return null;
        return new FileFacts(
            BinaryPrimitives.ReadUInt16LittleEndian(buffer.AsSpan(ModeOffset)) & KindMask, BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(GroupOffset)),
            $"{BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(DeviceOffset))}:{BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(DeviceOffset + 4))}",
            BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(NumberOffset)));
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] buffer);
}
