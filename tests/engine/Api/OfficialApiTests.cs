namespace Orleans.Kube.Engine.Tests.Api;

/// <summary>Grains compile unchanged against Orleans only if everything they can see here exists there, with the same signature.</summary>
public class OfficialApiTests
{
    private static readonly SortedDictionary<string, SortedSet<string>> Official =
        ApiSurface.Read(Path.Combine(AppContext.BaseDirectory, "Official", "Orleans.Core.Abstractions.dll"));

    private static readonly SortedDictionary<string, SortedSet<string>> Ours = ApiSurface.Read(typeof(Grain).Assembly.Location);

    private static readonly Dictionary<string, (string[] Bases, List<string> Members)> Elsewhere = ReadElsewhere();

    [Fact]
    public void Every_public_type_in_an_Orleans_namespace_is_an_official_type_with_official_members()
    {
        var strange = Ours.Where(type => IsOrleans(type.Key) && Official.ContainsKey(type.Key))
            .SelectMany(type => type.Value.Except(Official[type.Key]).Select(line => $"{type.Key}: {line}"));

        strange.ShouldBeEmpty();
    }

    [Fact]
    public void Types_whose_official_assembly_cannot_be_had_are_as_they_were_transcribed()
    {
        var rest = typeof(Grain).Assembly.GetExportedTypes().Where(type => IsOrleans(type.FullName!) && !Official.ContainsKey(Dotted(type)));

        rest.SelectMany(Flaws).ShouldBeEmpty();
    }

    [Fact]
    public void The_check_sees_the_types_it_is_about()
    {
        string[] expected = ["Orleans.Grain", "Orleans.IGrainFactory", "Orleans.Runtime.GrainId", "Orleans.GrainBaseExtensions"];

        expected.ShouldAllBe(type => Official.ContainsKey(type) && Ours.ContainsKey(type) && Ours[type].Count > 5);
        Ours["Orleans.Grain"].ShouldContain(line => line.EndsWith("DelayDeactivation(System.TimeSpan timeSpan)", StringComparison.Ordinal));
        Ours["Orleans.Concurrency.OneWayAttribute"].ShouldContain("usage Method");
    }

    /// <summary>An implementor of an interface must have every member: leaving one out would compile here and not there.</summary>
    [Theory]
    [InlineData("Orleans.Core.IStorage")]
    [InlineData("Orleans.Core.IStorage`1")]
    [InlineData("Orleans.IGrainBase")]
    [InlineData("Orleans.Runtime.IGrainTimer")]
    public void Interfaces_that_others_implement_are_whole(string type) => Official[type].Except(Ours[type]).ShouldBeEmpty();

    private static bool IsOrleans(string name) =>
        name.StartsWith("Orleans", StringComparison.Ordinal) && !name.StartsWith("Orleans.Kube.", StringComparison.Ordinal);

    private static string Dotted(Type type) => type.FullName!.Replace('+', '.');

    private static IEnumerable<string> Flaws(Type type)
    {
        var head = TypeText.Head(type);
        return !Elsewhere.TryGetValue(head, out var official)
            ? [$"{head} is not official"]
            : TypeText.Bases(type).Except(official.Bases).Concat(TypeText.Members(type).Except(official.Members)).Select(line => $"{head}: {line}");
    }

    private static Dictionary<string, (string[], List<string>)> ReadElsewhere()
    {
        var types = new Dictionary<string, (string[] Bases, List<string> Members)>();
        var members = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Api", "official-elsewhere.txt")))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal))
            {
                members.Add(line.Trim());
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                members = [];
                var parts = line.Split(" : ", 2);
                types[parts[0]] = (parts.Length == 1 ? [] : parts[1].Split(", "), members);
            }
        }

        return types;
    }
}
