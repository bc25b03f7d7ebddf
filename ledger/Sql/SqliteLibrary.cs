using System.Reflection;
using System.Runtime.InteropServices;

namespace Orleans.Kube.Ledger.Sql;

/// <summary>Chooses the SQLite library of this process: the machine's own where it is newer than the one the package brings.</summary>
internal static class SqliteLibrary
{
    private static readonly Lock Gate = new();
    private static nint _system;

    /// <summary>Which library runs: <c>system</c> or <c>bundled</c>; empty before <see cref="Load"/>.</summary>
    public static string Source { get; private set; } = "";

    /// <summary>Loads SQLite once for the process.</summary>
    public static void Load()
    {
        lock (Gate)
        {
            if (Source.Length > 0) return;
            if (NativeLibrary.TryLoad("libsqlite3.so.0", out _system))
                NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, Resolve);
            SQLitePCL.Batteries_V2.Init();
            Source = _system == 0 ? "bundled" : "system";
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3" || _system == 0) return 0;
        if (NativeLibrary.TryLoad(name, assembly, path, out var bundled) && Version(bundled) > Version(_system)) _system = 0;
        return _system;
    }

    private static int Version(nint library) =>
        Marshal.GetDelegateForFunctionPointer<VersionNumber>(NativeLibrary.GetExport(library, "sqlite3_libversion_number"))();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();
}
