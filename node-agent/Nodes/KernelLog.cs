using System.Runtime.InteropServices;
using System.Text;

namespace Orleans.Kube.NodeAgent.Nodes;

/// <summary>The kernel's log from now on (https://www.kernel.org/doc/Documentation/ABI/testing/dev-kmsg). Not thread-safe.</summary>
internal sealed partial class KernelLog : IDisposable
{
    private const string Device = "/dev/kmsg";
    private const int ReadOnly = 0, NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const int FromEnd = 2;
    private const int BrokenPipe = 32;

    private readonly byte[] _record = new byte[16 * 1024];
    private readonly int _handle;

    private KernelLog(int handle) => _handle = handle;

    /// <summary>Null where the log cannot be read.</summary>
    public static KernelLog? Open()
    {
        var handle = Open(Device, ReadOnly | NonBlocking | CloseOnExec);
        if (handle < 0) return null;
        _ = Seek(handle, 0, FromEnd);
        return new KernelLog(handle);
    }

    /// <summary>The messages that came since the last look. What the kernel wrote over before it was read is missing.</summary>
    public IEnumerable<string> Read()
    {
        while (true)
        {
            var length = (int)Read(_handle, _record, _record.Length);
            if (length > 0) yield return MessageOf(Encoding.UTF8.GetString(_record, 0, length));
            else if (length == 0 || Marshal.GetLastPInvokeError() is not BrokenPipe) yield break;
        }
    }

    /// <summary>The words of a record, such as <c>6,339,5140900,-;words</c>; lines that begin with a space tell more about it.</summary>
    public static string MessageOf(string record)
    {
        var words = record[(record.IndexOf(';', StringComparison.Ordinal) + 1)..];
        return words.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? words[..end] : words;
    }

    public void Dispose() => _ = Close(_handle);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(int handle, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int handle, [Out] byte[] buffer, nint size);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int handle);
}
