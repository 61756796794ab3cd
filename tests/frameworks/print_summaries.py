"""Print the summaries of tests/data/audit: `python …/print_summaries.py FOLDER keras|tf_keras|torchinfo`.

Keras 3.15.1 (KERAS_BACKEND=torch), tf_keras 2.21.0 (the last Keras 2), torchinfo 1.8.0 with PyTorch 2.13.0.
"""

import sys
from importlib import import_module
from pathlib import Path

FOLDER, TOOL = Path(sys.argv[1]), sys.argv[2]
APPLICATIONS = ("ResNet50", "VGG16", "MobileNetV2")


def save(name, text):
    (FOLDER / f"{name}.txt").write_text(text + "\n", encoding="utf-8")


def save_keras(model, name):
    lines = []
    model.summary(print_fn=lambda line, *_, **__: lines.append(line))
    save(name, "\n".join(lines))


def keras_models(keras, version):
    layers = keras.layers
    head = [layers.Flatten(), layers.Dense(100, activation="relu"), layers.Dense(10, activation="softmax")]
    body = [keras.Input((28, 28, 1)), layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(2)]
    save_keras(keras.Sequential([*body, *head], name="tutorial"), f"keras{version}_tutorial")
    if version == 3:
        normed = [
            *(keras.Input((32, 32, 3)), layers.Conv2D(16, 3, padding="same", use_bias=False)),
            *(layers.BatchNormalization(), layers.ReLU(), layers.MaxPooling2D()),
            *(layers.DepthwiseConv2D(3, padding="same"), layers.BatchNormalization(), layers.ReLU()),
            *(layers.Conv2D(32, 1), layers.GlobalAveragePooling2D(), layers.Dropout(0.5), layers.Dense(10)),
        ]
        save_keras(keras.Sequential(normed, name="normed"), "keras3_normed")
    x = start = keras.Input((16, 16, 8))
    for layer in (layers.Conv2D(8, 3, padding="same"), layers.BatchNormalization(), layers.ReLU()):
        x = layer(x)
    x = layers.Add()([start, layers.Conv2D(8, 3, padding="same")(x)])
    x = layers.Dense(10)(layers.Flatten()(x))
    save_keras(keras.Model(start, x, name="residual"), f"keras{version}_residual")
    for name in APPLICATIONS if version == 3 else ():
        save_keras(getattr(keras.applications, name)(weights=None), f"keras3_{name}")


def torch_models(torchinfo):
    from torch import nn

    def unit(a, b):
        class Block(nn.Module):
            def __init__(self):
                super().__init__()
                self.conv = nn.Conv2d(a, b, 3, padding=1, bias=False)
                self.bn, self.act = nn.BatchNorm2d(b), nn.ReLU()

            def forward(self, x):
                return self.act(self.bn(self.conv(x)))

        return Block()

    class Twice(nn.Module):
        def __init__(self):
            super().__init__()
            self.stem, self.body = unit(3, 8), nn.Sequential(unit(8, 16), nn.MaxPool2d(2), unit(16, 16))
            self.shared = nn.Conv2d(16, 16, 3, padding=1)
            self.pool, self.flat, self.head = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10)

        def forward(self, x):
            x = self.shared(self.shared(self.body(self.stem(x))))
            return self.head(self.flat(self.pool(x)))

    parts = [nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(5408, 100), nn.ReLU()]
    tutorial = nn.Sequential(*parts, nn.Linear(100, 10))
    save("torchinfo_tutorial", str(torchinfo.summary(tutorial, (1, 1, 28, 28), verbose=0)))
    columns = ("input_size", "output_size", "num_params", "kernel_size", "mult_adds")
    save("torchinfo_nested", str(torchinfo.summary(Twice(), (1, 3, 32, 32), verbose=0, col_names=columns)))


if __name__ == "__main__":
    module = import_module(TOOL)
    if TOOL == "torchinfo":
        torch_models(module)
    else:
        keras_models(module, 3 if TOOL == "keras" else 2)
