using System.Text;
using Orleans.Kube.Model.Apps;
using Orleans.Kube.Model.Core;
using Orleans.Kube.Model.Definitions;
using Orleans.Kube.Model.Errors;
using Orleans.Kube.Model.Json;
using Orleans.Kube.Model.Meta;
using Orleans.Kube.Model.Ownership;
using Orleans.Kube.Model.Patch;
using Orleans.Kube.Model.Selectors;
using Orleans.Kube.Model.Schema;

namespace Orleans.Kube.Model.Tests.Json;

/// <summary>Random damage to valid input: the outcome is a value or a 4xx Status, whatever was damaged. Seeds are fixed, so a failure repeats.</summary>
public class HostileInputTests
{
    private const int Cases = 4_000;

    private const string Object = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"default","labels":{"app":"web"},"creationTimestamp":"2024-01-01T00:00:00Z",
        "managedFields":[{"manager":"x","operation":"Update","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":{"f:spec":{"f:replicas":{},"k:{\"a\":1}":{".":{}},"v:\"x\"":{}}}}]},
        "spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"}},"strategy":{"rollingUpdate":{"maxSurge":"25%","maxUnavailable":1}},"template":{"metadata":{"labels":{"app":"web"}},
        "spec":{"containers":[{"name":"a","image":"i","ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"500m","memory":"1.5Gi"}},"env":[{"name":"\u0041","value":null}]}]}}}}
        """;

    private const string Yaml = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: &m {name: web, labels: {app: web}}
        spec:
          replicas: 3
          template:
            metadata: *m
            spec:
              containers:
              - name: "a"
                command: ['x', "y\n", 0x1F, 1e3, ~, yes]
                args: [|
                  text
                ]
        """;

    private static readonly string[] Patches =
    [
        """[{"op":"test","path":"/spec/replicas","value":3},{"op":"add","path":"/metadata/labels/x~1y","value":"z"},{"op":"move","from":"/spec/strategy","path":"/spec/s"},{"op":"copy","from":"/spec","path":"/spec/template/spec/containers/-"},{"op":"remove","path":"/spec/template/spec/containers/0"}]""",
        """{"metadata":{"labels":{"app":null,"b":"c"}},"spec":{"replicas":5,"template":{"spec":{"containers":[{"name":"b"}]}}}}""",
        """{"metadata":{"$deleteFromPrimitiveList/finalizers":["x"],"labels":{"$patch":"replace","a":"b"}},"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"},"template":{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"a","$patch":"delete"},{"name":"b","ports":[{"containerPort":1,"$patch":"merge"}]}]}}}}""",
    ];

    [Fact]
    public void Damaged_bodies() => Damage(1, Object, static bytes =>
    {
        BodyReader.Read(typeof(Deployment), bytes, FieldValidation.Warn);
        BodyReader.ReadPatched(typeof(Pod), bytes, FieldValidation.Strict);
    });

    [Fact]
    public void Damaged_YAML() => Damage(2, Yaml, static bytes => BodyReader.Read(typeof(Deployment), Model.Json.Yaml.ToJson(bytes, out var duplicates), FieldValidation.Strict, duplicates));

    [Theory]
    [InlineData(0, PatchKind.Json)]
    [InlineData(1, PatchKind.Merge)]
    [InlineData(2, PatchKind.StrategicMerge)]
    public void Damaged_patches(int patch, PatchKind kind) => Damage(3 + patch, Patches[patch], bytes =>
        BodyReader.ReadPatched(typeof(Deployment), ObjectPatch.Apply(TypeSchema.Of(typeof(Deployment)), Encoding.UTF8.GetBytes(Object), kind, bytes), FieldValidation.Ignore));

    [Fact]
    public void Damaged_configurations()
    {
        var live = FieldTracking.Track(null, (Deployment)BodyReader.Read(typeof(Deployment), Encoding.UTF8.GetBytes(Object), FieldValidation.Ignore).Object, new("a", "apps/v1"), default);
        Damage(6, Object, bytes => ServerSideApply.Apply(ResourceRegistry.BuiltIn.Of<Deployment>(), live, bytes, new("b", "apps/v1"), true, default));
    }

    [Fact]
    public void Damaged_managedFields() => Damage(7, Object, static bytes =>
    {
        var value = (Deployment)BodyReader.Read(typeof(Deployment), bytes, FieldValidation.Ignore).Object;
        ObjectJson.Write(FieldTracking.Track(new Deployment(), value, new("a", "apps/v1"), default));
    });

    [Fact]
    public void Damaged_selectors() => Damage(8, "app=web,tier in (a,b),!x,n>5,a.b/c notin (d),e!=f", static bytes =>
    {
        var text = Encoding.UTF8.GetString(bytes);
        var labels = LabelQuery.Parse(text);
        LabelQuery.Parse(labels.ToString()).ToString().ShouldBe(labels.ToString());
        FieldQuery.Parse(text);
    });

    private static void Damage(int seed, string text, Action<byte[]> use)
    {
        var random = new Random(seed);
        var valid = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < Cases; i++)
        {
            var bytes = Damaged(valid, random);
            try
            {
                use(bytes);
            }
            catch (StatusException refusal)
            {
                refusal.Code.ShouldBeInRange(400, 499, Encoding.UTF8.GetString(bytes));
            }
            catch (Exception failure) when (failure is not ShouldAssertException)
            {
                throw new InvalidOperationException($"{failure.GetType().Name} for: {Encoding.UTF8.GetString(bytes)}", failure);
            }
        }
    }

    /// <summary>A few edits: a byte changed, a piece removed, doubled or moved, or a token put where it does not belong.</summary>
    private static byte[] Damaged(byte[] valid, Random random)
    {
        string[] tokens = ["null", "{}", "[]", "\"\"", "-1", "1e400", "99999999999999999999", "true", "\\ud800", "\0", "\u00ff", ":", ",", "\"", "{\"a\":", "[[[[", "&x", "*x", "<<: ", "\n", "\t", "- ", "!!", "$patch"];
        var bytes = valid.ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1 when bytes.Count > length: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 3: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                default: bytes.InsertRange(at, Encoding.UTF8.GetBytes(tokens[random.Next(tokens.Length)])); break;
            }
        }

        return [.. bytes];
    }
}
