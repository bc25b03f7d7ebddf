using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Orleans.Kube.NodeAgent.Runtime.Docker;

/// <summary>
/// The only process of a sandbox: a static executable of a few dozen instructions. It leaves no zombies behind (children that it inherits
/// are reaped by the kernel because SIGCHLD is ignored) and waits for SIGTERM or SIGINT, upon which it exits with 0.
/// </summary>
public static class PauseProgram
{
    private const int FileHeader = 64;
    private const int SegmentHeader = 56;
    private const ulong Base = 0x400000;

    // mask:   .quad (1 << (SIGINT - 1)) | (1 << (SIGTERM - 1))
    // action: .quad SIG_IGN, SA_NOCLDWAIT, 0, 0
    private static readonly ulong[] Data = [0x4002, 1, 2, 0, 0];

    private static readonly byte[] CodeX64 =
    [
        0xB8, 0x0D, 0x00, 0x00, 0x00,             // 00        mov   eax, 13           rt_sigaction
        0xBF, 0x11, 0x00, 0x00, 0x00,             // 05        mov   edi, 17           SIGCHLD
        0x48, 0x8D, 0x35, 0x4B, 0x00, 0x00, 0x00, // 0A        lea   rsi, [action]
        0x31, 0xD2,                               // 11        xor   edx, edx
        0x41, 0xBA, 0x08, 0x00, 0x00, 0x00,       // 13        mov   r10d, 8
        0x0F, 0x05,                               // 19        syscall
        0xB8, 0x0E, 0x00, 0x00, 0x00,             // 1B        mov   eax, 14           rt_sigprocmask
        0x31, 0xFF,                               // 20        xor   edi, edi          SIG_BLOCK
        0x48, 0x8D, 0x35, 0x2B, 0x00, 0x00, 0x00, // 22        lea   rsi, [mask]
        0x31, 0xD2,                               // 29        xor   edx, edx
        0x0F, 0x05,                               // 2B        syscall
        0xB8, 0x80, 0x00, 0x00, 0x00,             // 2D  wait: mov   eax, 128          rt_sigtimedwait
        0x48, 0x8D, 0x3D, 0x1B, 0x00, 0x00, 0x00, // 32        lea   rdi, [mask]
        0x31, 0xF6,                               // 39        xor   esi, esi
        0x31, 0xD2,                               // 3B        xor   edx, edx
        0x0F, 0x05,                               // 3D        syscall
        0x85, 0xC0,                               // 3F        test  eax, eax
        0x78, 0xEA,                               // 41        js    wait
        0xB8, 0xE7, 0x00, 0x00, 0x00,             // 43        mov   eax, 231          exit_group
        0x31, 0xFF,                               // 48        xor   edi, edi
        0x0F, 0x05,                               // 4A        syscall
        0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, // 4C  nop
        // 54  mask, 5C  action
    ];

    private static readonly uint[] CodeArm64 =
    [
        0xD28010C8, // 00        mov   x8, #134          rt_sigaction
        0xD2800220, // 04        mov   x0, #17           SIGCHLD
        0x10000281, // 08        adr   x1, action
        0xD2800002, // 0C        mov   x2, #0
        0xD2800103, // 10        mov   x3, #8
        0xD4000001, // 14        svc   #0
        0xD28010E8, // 18        mov   x8, #135          rt_sigprocmask
        0xD2800000, // 1C        mov   x0, #0            SIG_BLOCK
        0x10000181, // 20        adr   x1, mask
        0xD2800002, // 24        mov   x2, #0
        0xD4000001, // 28        svc   #0
        0xD2801128, // 2C  wait: mov   x8, #137          rt_sigtimedwait
        0x10000100, // 30        adr   x0, mask
        0xD2800001, // 34        mov   x1, #0
        0xD2800002, // 38        mov   x2, #0
        0xD4000001, // 3C        svc   #0
        0x37FFFF60, // 40        tbnz  w0, #31, wait
        0xD2800BC8, // 44        mov   x8, #94           exit_group
        0xD2800000, // 48        mov   x0, #0
        0xD4000001, // 4C        svc   #0
        // 50  mask, 58  action
    ];

    /// <summary>The executable for this machine's processor.</summary>
    /// <exception cref="PlatformNotSupportedException">The processor is neither x86-64 nor arm64.</exception>
    public static byte[] Build(Architecture architecture) => architecture switch
    {
        Architecture.X64 => Executable(62, CodeX64),
        Architecture.Arm64 => Executable(183, MemoryMarshal.AsBytes(CodeArm64.AsSpan()).ToArray()),
        _ => throw new PlatformNotSupportedException($"there is no sandbox program for {architecture}"),
    };

    private static byte[] Executable(ushort machine, byte[] code)
    {
        var size = FileHeader + SegmentHeader + code.Length + Data.Length * sizeof(ulong);
        var file = new byte[size];
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1 }.CopyTo(file, 0);
        Put16(16, 2);                                    // an executable
        Put16(18, machine);
        Put32(20, 1);
        Put64(24, Base + FileHeader + SegmentHeader);    // where it starts
        Put64(32, FileHeader);                           // where the segment header is
        Put16(52, FileHeader);
        Put16(54, SegmentHeader);
        Put16(56, 1);
        Put32(64, 1);                                    // a segment to load
        Put32(68, 5);                                    // readable, executable
        Put64(80, Base);
        Put64(88, Base);
        Put64(96, (ulong)size);
        Put64(104, (ulong)size);
        Put64(112, 0x10000);
        code.CopyTo(file, FileHeader + SegmentHeader);
        for (var i = 0; i < Data.Length; i++) Put64(size - (Data.Length - i) * sizeof(ulong), Data[i]);
        return file;

        void Put16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);
        void Put32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        void Put64(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
    }
}
